#include "bot/demo.hpp"

#include "bot/demo_line.hpp"
#include "bot/demo_screen.hpp"
#include "bot/exit_codes.hpp"
#include "bot/log.hpp"
#include "bot/phone_payload.hpp"
#include "bot/serve.hpp"
#include "bot/service.hpp"
#include "bot/stand_in.hpp"
#include "bot/webhook_poster.hpp"
#include "storage/outbox.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>
#include <thread>

namespace bot {
namespace {

using namespace std::chrono_literals;

constexpr auto soon = 2s;       // what is due by then is awaited before the next line
constexpr auto patience = 60s;  // for everything to be said
constexpr int short_settle = 300;

// A directory that is there for one demo, or one that stays.
class Place {
public:
    explicit Place(const std::filesystem::path& given) : path_(given), keep_(!given.empty()) {
        if (keep_) return;
        std::string name = (std::filesystem::temp_directory_path() / "sapa-demo-XXXXXX").string();
        if (!mkdtemp(name.data())) throw std::runtime_error("tidak bisa membuat direktori sementara");
        path_ = name;
    }
    ~Place() {
        std::error_code ignored;
        if (!keep_) std::filesystem::remove_all(path_, ignored);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
    bool keep_;
};

// Of the environment only what shapes the office counts: a demo never touches the real WhatsApp or the real data.
LoadedConfig demo_config(const StandIn& whatsapp, const std::filesystem::path& data) {
    Environment environment = process_environment();
    environment.erase("SAPA_DESK_SOCKET");
    std::erase_if(environment, [](const auto& entry) {
        return !std::ranges::any_of(
            std::initializer_list<std::string_view>{"SAPA_OFFICE_", "SAPA_DESK_", "SAPA_CONVERSATION_", "SAPA_LOG_"},
            [&](std::string_view prefix) { return entry.first.starts_with(prefix); });
    });
    environment.try_emplace("SAPA_CONVERSATION_SETTLE_MS", std::to_string(short_settle));
    environment.try_emplace("SAPA_LOG_LEVEL", "warn");
    environment["SAPA_SERVER_LISTEN"] = environment["SAPA_SERVER_ADMIN"] = "127.0.0.1:0";
    environment["SAPA_WHATSAPP_GRAPH_URL"] = whatsapp.url();
    environment["SAPA_WHATSAPP_PAIR_BURST"] = environment["SAPA_WHATSAPP_MESSAGES_PER_SECOND"] = "1000000";
    environment["SAPA_STORAGE_PATH"] = data.string();
    environment["SAPA_STORAGE_BALLAST_MIB"] = "0";
    return load_config({}, environment);
}

Service::Options demo_options(const StandIn& whatsapp, Config config) {
    Service::Options options;
    options.config = std::move(config);
    options.secrets = {{whatsapp.settings().app_secret}, "verify-on-loopback", whatsapp.settings().token};
    return options;
}

std::string mime_of(const std::filesystem::path& path) {
    std::string extension = path.extension().string();
    std::ranges::transform(extension, extension.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (extension == ".png") return "image/png";
    if (extension == ".webp") return "image/webp";
    if (extension == ".pdf") return "application/pdf";
    return extension == ".jpg" || extension == ".jpeg" ? "image/jpeg" : "application/octet-stream";
}

// Ctrl-C ends the reading of the next line, and with it the demo, in good order. It must reach the thread that reads.
class Interrupts {
public:
    Interrupts() {
        struct sigaction action {};
        action.sa_handler = [](int) {};
        sigaction(SIGINT, &action, nullptr);
        sigaction(SIGTERM, &action, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
        sigemptyset(&both_);
        sigaddset(&both_, SIGINT);
        sigaddset(&both_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &both_, nullptr);
    }
    void reach_this_thread() { pthread_sigmask(SIG_UNBLOCK, &both_, nullptr); }

private:
    sigset_t both_;
};

class Demo {
public:
    Demo(const DemoOptions& options, desk::Streams io, StandIn& whatsapp, const std::filesystem::path& data, Config config)
        : options_(options),
          io_(io),
          whatsapp_(whatsapp),
          screen_(io),
          service_(demo_options(whatsapp, std::move(config))),
          poster_(service_.port(), whatsapp.settings().app_secret) {
        whatsapp_.report_to(service_.port());
        screen_.note(fmt::format("Petugas bisa bergabung dari terminal lain: SAPA_DESK_SOCKET={} sapa queue", service_.socket().string()));
        if (io.in_is_terminal)
            screen_.note(fmt::format("Anda {} ({}). Data: {}. /keluar untuk selesai.", options.name, options.phone, data.string()));
    }

    void talk(Interrupts& interrupts) {
        std::thread network([this] { service_.run(); });
        std::thread printer([this] { print_replies(); });
        interrupts.reach_this_thread();
        std::string line;
        screen_.prompt();
        while (std::getline(io_.in, line) && handle(line)) screen_.prompt();
        wait_until_said();
        over_ = true;
        printer.join();
        service_.stop();
        network.join();
    }

private:
    // false: the conversation is over.
    bool handle(const std::string& line) {
        const Typed typed = read_line(line);
        if (std::holds_alternative<typed::Nothing>(typed)) return true;
        if (std::holds_alternative<typed::Leave>(typed)) return false;
        screen_.echo(line);
        std::visit([this](const auto& what) { act(what); }, typed);
        if (!io_.in_is_terminal) wait_until_said();
        return true;
    }

    void act(const typed::Nothing&) {}
    void act(const typed::Leave&) {}
    void act(const typed::Wrong& wrong) { screen_.note("! " + wrong.why); }
    void act(const typed::Say& say) { send(flows::Text{say.text}); }
    void act(const typed::Here& here) { send(flows::Location{here.latitude, here.longitude, {}, {}}); }

    void act(const typed::Send& file) {
        std::ifstream stream(file.path, std::ios::binary);
        if (!stream) return screen_.note("! berkas tidak bisa dibaca: " + file.path);
        flows::Media media;
        media.kind = file.as_document ? flows::MediaKind::Document : flows::MediaKind::Image;
        media.mime = mime_of(file.path);
        media.caption = file.caption;
        if (file.as_document) media.filename = std::filesystem::path(file.path).filename().string();
        media.media_id = whatsapp_.add_file(std::string(std::istreambuf_iterator<char>(stream), {}), media.mime);
        send(std::move(media));
    }

    void act(const typed::Tap& tap) {
        const std::vector<StandIn::Bubble> mine = whatsapp_.bubbles_for(options_.phone);
        const auto menu = std::find_if(mine.rbegin(), mine.rend(), [](const StandIn::Bubble& bubble) { return !bubble.options.empty(); });
        const auto wanted = static_cast<std::size_t>(tap.number);
        if (menu == mine.rend() || tap.number < 1 || wanted > menu->options.size()) return screen_.note("! tidak ada pilihan nomor itu");
        send(flows::Choice{menu->options[wanted - 1].id, menu->options[wanted - 1].label});
    }

    void send(decltype(flows::Inbound::content) content) {
        PhoneMessage message;
        message.phone = options_.phone;
        message.name = options_.name;
        message.at = system_now();
        message.id = fmt::format("wamid.DEMO{}.{}", flows::to_millis(message.at), ++sent_);
        message.content = std::move(content);
        const int status = poster_.post(message_payload(whatsapp_.settings().phone_number_id, message));
        if (status != 200) screen_.note(fmt::format("! pesan tidak diterima layanan (HTTP {})", status));
    }

    void print_replies() {
        std::size_t shown = 0;
        while (!over_) {
            whatsapp_.wait_until([&](const auto& all) { return all.size() > shown; }, 20ms);
            const std::vector<StandIn::Bubble> all = whatsapp_.bubbles();
            for (; shown < all.size(); ++shown)
                if (all[shown].to == options_.phone) screen_.show(all[shown]);
            const std::lock_guard lock(mutex_);
            printed_ = shown;
            progress_.notify_all();
        }
    }

    bool everything_is_said() {
        bool pending = true;
        service_.query([&](storage::Database& db) { pending = storage::anything_pending(db, system_now() + soon); });
        if (pending || !service_.quiet()) return false;
        const std::size_t said = whatsapp_.bubbles().size();
        const std::lock_guard lock(mutex_);
        return printed_ == said;
    }

    void wait_until_said() {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (!everything_is_said() && std::chrono::steady_clock::now() < deadline) {
            std::unique_lock lock(mutex_);
            progress_.wait_for(lock, 5ms);
        }
    }

    const DemoOptions& options_;
    desk::Streams io_;
    StandIn& whatsapp_;
    Screen screen_;
    Service service_;
    WebhookPoster poster_;
    std::mutex mutex_;
    std::condition_variable progress_;
    std::size_t printed_ = 0;
    std::atomic<bool> over_{false};
    int sent_ = 0;
};

}  // namespace

int run_demo(const DemoOptions& options, desk::Streams io) {
    try {
        Interrupts interrupts;
        const Place place(options.data);
        StandIn whatsapp;
        LoadedConfig loaded = demo_config(whatsapp, place.path());
        if (!loaded.mistakes.empty()) throw Refused(std::move(loaded.mistakes));
        log::set_level(loaded.config.log_level);
        Demo(options, io, whatsapp, place.path(), std::move(loaded.config)).talk(interrupts);
        return exit_ok;
    } catch (...) {
        return explain_failure(std::current_exception(), options.data, io.err);
    }
}

}  // namespace bot

#include "tests/system/running.hpp"

#include "bot/clock.hpp"
#include "bot/log.hpp"
#include "storage/outbox.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace system_tests {

using namespace std::chrono_literals;

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "sapa-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds most) {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto deadline = std::chrono::steady_clock::now() + most;
    while (std::chrono::steady_clock::now() < deadline) {
        if (holds()) return true;
        never.wait_for(lock, 2ms);
    }
    return holds();
}

std::string phone(int n) { return fmt::format("62812000{:05}", n); }

std::string fresh_id() {
    static std::atomic<int> next{0};
    return fmt::format("wamid.TEST{}", ++next);
}

bot::PhoneMessage message(const std::string& from, decltype(flows::Inbound::content) content, const std::string& id) {
    return {from, "Siti Rahayu", id, bot::system_now(), std::move(content)};
}

std::string jpeg(int n) {
    std::string bytes("\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20);
    return bytes + fmt::format("{:08}", n) + std::string("\xff\xd9", 2);
}

bot::Service::Options options_for(const bot::StandIn& whatsapp, const std::filesystem::path& data) {
    bot::Service::Options options;
    options.config.listen = options.config.admin = {"127.0.0.1", 0};
    options.config.graph_url = whatsapp.url();
    options.config.media_hosts = {"127.0.0.1"};
    options.config.storage = data;
    options.config.office_files = std::filesystem::path(SAPA_SOURCE_DIR) / "flows";
    options.config.messages_per_second = 1'000'000;
    options.config.pair_burst = 1'000'000;
    options.config.uncertain_seconds = 1;
    options.config.settle_milliseconds = 150;
    options.config.undo_seconds = 0;
    options.config.ballast_mib = 0;
    options.secrets = {{whatsapp.settings().app_secret}, "verify-on-loopback", whatsapp.settings().token};
    options.retry.backoff_first = 20ms;
    options.retry.backoff_most = 100ms;
    options.retry.uncertain = 300ms;
    options.retry.halted = 50ms;
    options.breaker.pause_first = 30ms;
    options.breaker.pause_most = 200ms;
    options.breaker.halt_pause = 50ms;
    options.breaker.throttle_first = 30ms;
    options.breaker.throttle_most = 100ms;
    return options;
}

Running::Running(Adjust adjust, bot::StandIn::Settings whatsapp) : adjust_(std::move(adjust)), whatsapp_(std::move(whatsapp)) {
    bot::log::set_level("off");
    start();
}

Running::~Running() { stop(); }

void Running::start() {
    bot::Service::Options options = options_for(whatsapp_, place_.path());
    if (adjust_) adjust_(options);
    clock_ = options.clock;
    service_ = std::make_unique<bot::Service>(std::move(options));
    poster_ = std::make_unique<bot::WebhookPoster>(service_->port(), whatsapp_.settings().app_secret);
    whatsapp_.report_to(service_->port());
    thread_ = std::thread([this] { service_->run(); });
}

void Running::stop() {
    if (!thread_.joinable()) return;
    service_->stop();
    thread_.join();
    service_.reset();
}

bot::WebhookPoster Running::poster() const { return {service_->port(), whatsapp_.settings().app_secret}; }

int Running::deliver(const std::string& body) { return poster_->post(body); }

int Running::deliver(const bot::PhoneMessage& message) {
    return deliver(bot::message_payload(whatsapp_.settings().phone_number_id, message));
}

int Running::say(const std::string& from, const std::string& text) {
    bot::PhoneMessage said = message(from, flows::Text{text});
    said.at = clock_();
    return deliver(said);
}

int Running::send_photo(const std::string& from, const std::string& bytes, const std::string& caption) {
    flows::Media media;
    media.mime = "image/jpeg";
    media.caption = caption;
    media.media_id = whatsapp_.add_file(bytes, media.mime);
    bot::PhoneMessage sent = message(from, std::move(media));
    sent.at = clock_();
    return deliver(sent);
}

std::vector<std::string> Running::heard(const std::string& by, std::size_t least) {
    whatsapp_.wait_until(
        [&](const auto& all) {
            std::size_t got = 0;
            for (const auto& bubble : all) got += bubble.to == by ? 1 : 0;
            return got >= least;
        },
        20s);
    std::vector<std::string> texts;
    for (const auto& bubble : whatsapp_.bubbles_for(by)) texts.push_back(bubble.text);
    return texts;
}

std::string Running::last_heard(const std::string& by) {
    const std::vector<bot::StandIn::Bubble> all = whatsapp_.bubbles_for(by);
    return all.empty() ? std::string{} : all.back().text;
}

std::string Running::ask(const std::string& from, const std::string& text) {
    const std::size_t before = whatsapp_.bubbles_for(from).size();
    if (say(from, text) != 200 || !wait_quiet()) throw std::runtime_error("not accepted: " + text);
    std::string said;
    const std::vector<bot::StandIn::Bubble> all = whatsapp_.bubbles_for(from);
    for (std::size_t i = before; i < all.size(); ++i) said += all[i].text + "\n";
    return said;
}

bool Running::wait_quiet() {
    return eventually([this] {
        bool pending = true;
        service_->query([&](storage::Database& db) { pending = storage::anything_pending(db, bot::system_now() + 1s); });
        return !pending && service_->quiet();
    });
}

}  // namespace system_tests

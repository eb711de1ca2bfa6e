#include "tests/desk/office.hpp"

#include "desk/queue_command.hpp"
#include "storage/clerks.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/outbox.hpp"

#include <stdlib.h>
#include <catch2/catch.hpp>

#include <boost/asio/post.hpp>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iterator>
#include <sstream>
#include <tuple>

namespace desk_tests {

namespace {

std::filesystem::path make_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sapa-desk-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

flows::Answers answers() {
    flows::Answers all;
    all["pemohon_nama"] = {"Siti Rahayu", "Siti Rahayu", {}};
    all["pemohon_nik"] = {"2104015203859002", "••••••••••••9002", {"nik_tanggal"}};
    all["penghasilan"] = {"1500000", "Rp1.500.000", {}};
    return all;
}

using CommandFunction = int (*)(int, char**, desk::Streams);

Ran run_command(CommandFunction command, const std::filesystem::path& socket, std::vector<std::string> words, const std::string& input,
                std::size_t width) {
    words.insert(words.begin(), {"queue", "--socket=" + socket.string()});
    if (command == desk::run_backup_command) std::rotate(words.begin() + 1, words.begin() + 2, words.end());
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    std::istringstream in(input);
    std::ostringstream out, err;
    Ran ran;
    ran.exit_code = command(static_cast<int>(argv.size()), argv.data(), desk::Streams{in, out, err, false, width});
    ran.out = out.str();
    ran.err = err.str();
    return ran;
}

}  // namespace

TemporaryDirectory::TemporaryDirectory() : path_(make_directory()) {}
TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

flows::TimePoint monday_morning() {
    using namespace std::chrono_literals;
    return std::chrono::sys_days{std::chrono::year{2026} / 11 / 30} + 2h + 11min;
}

Office::Office()
    : now_(flows::to_millis(monday_morning())),
      guard_(boost::asio::make_work_guard(context_)),
      writer_(storage::Database::open(directory_.path() / "data", "DABO"), writer_options()),
      thread_([this] { context_.run(); }) {
    put_clerk("rini", "Rini", {"petugas"});
    put_clerk("adi", "Adi", {"petugas"});
}

storage::Writer::Options Office::writer_options() {
    storage::Writer::Options options;
    options.before_commit = [this] {
        if (!may_commit_) throw storage::sqlite::Error(storage::sqlite::code::full, "full");
    };
    return options;
}

Office::~Office() {
    std::promise<void> stopped;
    boost::asio::post(context_, [this, &stopped] {
        servers_.clear();
        stopped.set_value();
    });
    stopped.get_future().wait();
    writer_.stop();
    guard_.reset();
    thread_.join();
}

std::unique_ptr<desk::Server> Office::open_socket(const std::string& account) {
    desk::ServerSettings settings;
    settings.socket = directory_.path() / (account.empty() ? std::string("nobody.sock") : account + ".sock");
    if (account != whoever) settings.peer_of = [account](uid_t) { return desk::Peer{account, account == "root"}; };
    if (waits_) std::tie(settings.idle_deadline, settings.request_deadline) = *waits_;
    desk::ServerHooks hooks;
    hooks.outgoing = [this](const std::vector<storage::Outgoing>& rows) { send(rows); };
    hooks.wake = [this] { ++wakes_; };
    hooks.log = [this](const std::string& line) {
        const std::lock_guard lock(mutex_);
        log_.push_back(line);
    };
    return std::make_unique<desk::Server>(
        context_, std::move(settings), writer_, [catalog = small_catalog()] { return catalog; }, [this] { return now(); },
        std::move(hooks));
}

std::filesystem::path Office::socket(const std::string& account) {
    const std::lock_guard lock(mutex_);
    if (!servers_.contains(account)) servers_[account] = open_socket(account);
    return servers_[account]->socket();
}

std::vector<std::string> Office::log() {
    const std::lock_guard lock(mutex_);
    return log_;
}

Ran Office::run(const std::string& account, const std::vector<std::string>& words, const std::string& input, std::size_t width) {
    return run_command(desk::run_queue_command, socket(account), words, input, width);
}

Ran Office::clerk_command(const std::string& account, const std::vector<std::string>& words) {
    return run_command(desk::run_clerk_command, socket(account), words, {}, 0);
}

Ran Office::backup_command(const std::string& account, const std::vector<std::string>& words) {
    return run_command(desk::run_backup_command, socket(account), words, {}, 0);
}

void Office::put_clerk(const std::string& account, const std::string& name, std::vector<std::string> roles) {
    write([&](storage::Database& db) { storage::put_clerk(db, {account, name, std::move(roles)}, now()); });
}

flows::CitizenId Office::citizen(const std::string& phone) {
    flows::CitizenId id = 0;
    write([&](storage::Database& db) {
        flows::Address address;
        address.phone = phone;
        id = storage::citizen_for(db, address, now());
    });
    return id;
}

std::string Office::file(const Filing& filing) {
    std::optional<flows::CitizenId> owner;
    if (filing.with_whatsapp) owner = citizen(filing.phone);
    flows::FileRequest effect;
    write([&](storage::Database& db) {
        if (owner) storage::note_inbound(db, *owner, filing.applicant, now());
        effect.ticket = storage::next_ticket(db, now(), 420);
        effect.service = filing.service;
        effect.subject = filing.subject;
        effect.applicant = filing.applicant;
        if (filing.service == "SKTM") effect.answers = answers();
        effect.papers = {{"KTP", flows::PaperState::Diterima, "", {}}, {"KK", flows::PaperState::Bawa, "", {}}};
        if (filing.service == "SKTM") effect.papers.push_back({"RT", flows::PaperState::Diterima, "", {}});
        effect.due_at = now() + filing.due_in;
        storage::file_request(db, owner, effect, filing.phone, owner ? "whatsapp" : "loket", owner ? "warga" : "Adi", now() - filing.age);
    });
    return effect.ticket;
}

storage::Request Office::request(const std::string& ticket) {
    std::optional<storage::Request> found;
    write([&](storage::Database& db) { found = storage::request(db, ticket, now()); });
    REQUIRE(found);
    return *found;
}

std::vector<storage::HistoryEntry> Office::history(const std::string& ticket) {
    const storage::RequestId id = request(ticket).id;
    std::vector<storage::HistoryEntry> entries;
    write([&](storage::Database& db) { entries = storage::history(db, id); });
    return entries;
}

// A sender that always succeeds. On the io thread; the job comes before whatever the test asks of the writer next.
void Office::send(const std::vector<storage::Outgoing>& rows) {
    const std::lock_guard lock(mutex_);
    for (const storage::Outgoing& row : rows) {
        sent_.emplace_back(row.to.phone, std::get<flows::TextReply>(row.reply.content).body);
        storage::Job job;
        job.run = [id = row.id, at = now()](storage::Database& db) { storage::mark_accepted(db, id, "wamid." + std::to_string(id), at); };
        writer_.submit(std::move(job));
    }
}

void Office::deliver_due() {
    std::vector<storage::Outgoing> rows;
    do {
        constexpr int many = 100;
        write([&](storage::Database& db) { rows = storage::lease_due(db, now(), many); });
        send(rows);
    } while (!rows.empty());
}

std::vector<std::string> Office::sent(const std::string& phone) {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> texts;
    for (const auto& [to, text] : sent_)
        if (to == phone) texts.push_back(text);
    return texts;
}

void check_golden(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(SAPA_SOURCE_DIR) / "tests/desk/golden" / (name + ".txt");
    if (std::getenv("SAPA_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
        return;
    }
    std::ifstream in(path, std::ios::binary);
    const std::string wanted{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    INFO("golden file " << name << ", rewrite with SAPA_UPDATE_GOLDEN=1");
    CHECK(text == wanted);
}

}  // namespace desk_tests

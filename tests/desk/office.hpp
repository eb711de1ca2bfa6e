// A small office for these tests: a database in a temporary directory, its writer, the desk's socket, and commands run as a clerk would.
// Every account has a socket of its own, so that two clerks can act at the same time.
#pragma once
#include "desk/server.hpp"
#include "flows/catalog.hpp"
#include "flows/request.hpp"
#include "storage/database.hpp"
#include "storage/outbox.hpp"
#include "storage/requests.hpp"
#include "storage/writer.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace desk_tests {

flows::CatalogPtr small_catalog();
flows::TimePoint monday_morning();  // 30 November 2026, 09.11 WIB

class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct Ran {
    int exit_code = 0;
    std::string out, err;

    boost::json::value json() const { return boost::json::parse(out); }
};

struct Filing {
    std::string service = "SKTM";
    std::string subject = "Maimunah binti Saleh";
    std::string applicant = "Siti Rahayu";
    std::string phone = "628120001001";
    std::chrono::minutes age{60};      // filed so long ago
    std::chrono::minutes due_in{109};  // from now
    bool with_whatsapp = true;
};

inline const std::string whoever = "whoever";

class Office {
public:
    Office();
    ~Office();
    Office(const Office&) = delete;
    Office& operator=(const Office&) = delete;

    std::string file(const Filing& = {});  // the ticket
    void put_clerk(const std::string& account, const std::string& name, std::vector<std::string> roles);
    void write(const std::function<void(storage::Database&)>& work) { writer_.run(work); }
    storage::Request request(const std::string& ticket);
    std::vector<storage::HistoryEntry> history(const std::string& ticket);
    flows::CitizenId citizen(const std::string& phone);
    std::vector<std::string> sent(const std::string& phone);  // what has left for this citizen
    void deliver_due();                                       // what waited for its time

    // `sapa queue WORDS…` as this system account ("" = one without a clerk's row and without a name).
    Ran run(const std::string& account, const std::vector<std::string>& words, const std::string& input = {}, std::size_t width = 0);
    Ran clerk_command(const std::string& account, const std::vector<std::string>& words);
    Ran backup_command(const std::string& account, const std::vector<std::string>& words);

    void advance(std::chrono::milliseconds time) { now_ = now_.load() + time.count(); }
    flows::TimePoint now() const { return flows::from_millis(now_); }
    std::filesystem::path socket(const std::string& account);  // opened at the first call; `whoever`: the kernel says who calls
    const std::filesystem::path& directory() const { return directory_.path(); }
    void wait_at_most(std::chrono::minutes idle, std::chrono::seconds request) { waits_ = {idle, request}; }  // before a socket is opened
    void let_commit(bool it_may) { may_commit_ = it_may; }
    std::size_t wakes() const { return wakes_; }
    std::vector<std::string> log();

private:
    storage::Writer::Options writer_options();
    std::unique_ptr<desk::Server> open_socket(const std::string& account);
    void send(const std::vector<storage::Outgoing>& rows);

    TemporaryDirectory directory_;
    std::atomic<std::int64_t> now_;
    std::atomic<std::size_t> wakes_ = 0;
    std::atomic<bool> may_commit_ = true;
    std::optional<std::pair<std::chrono::minutes, std::chrono::seconds>> waits_;
    std::mutex mutex_;
    std::vector<std::string> log_;
    std::vector<std::pair<std::string, std::string>> sent_;
    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    storage::Writer writer_;
    std::map<std::string, std::unique_ptr<desk::Server>> servers_;
    std::thread thread_;
};

// Compares with tests/desk/golden/NAME.txt; SAPA_UPDATE_GOLDEN=1 writes it instead.
void check_golden(const std::string& name, const std::string& text);

}  // namespace desk_tests

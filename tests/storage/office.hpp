// What every test of this folder needs: a directory of its own, a database in it, people and replies that do not exist.
#pragma once
#include "flows/effect.hpp"
#include "flows/reply.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/requests.hpp"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace office {

using namespace std::chrono_literals;

inline const flows::TimePoint morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 1h};  // Monday, 08.00 WIB

class Directory {
public:
    Directory() {
        std::string name = (std::filesystem::temp_directory_path() / "sapa-storage-XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    ~Directory() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// Runs `work` in a process of its own and returns how that ended. 99: it threw.
template <class Work>
int in_child(Work work) {
    const auto child = ::fork();
    if (child == 0) {
        try {
            work();
        } catch (...) {
            ::_exit(99);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

struct Desk {
    Directory directory;
    std::unique_ptr<storage::Database> opened = storage::Database::open(directory.path(), "DABO");
    storage::Database& db = *opened;

    // These tests are about rows, not about power cuts: nothing waits for the disk.
    Desk() { db.connection().exec("PRAGMA synchronous = OFF"); }
};

inline flows::Address phone(int n) { return {.phone = "62812000" + std::to_string(10'000 + n), .user_id = {}, .parent_user_id = {}}; }

inline flows::CitizenId citizen(storage::Database& db, int n = 1) { return storage::citizen_for(db, phone(n), morning); }

inline flows::Reply prompt(std::string body) { return {.content = flows::TextReply{std::move(body)}, .fallback = {}}; }
inline flows::Reply notice(std::string body) { return {.content = flows::TextReply{std::move(body)}, .is_prompt = false, .fallback = {}}; }
inline std::string said(const flows::Reply& reply) { return std::get<flows::TextReply>(reply.content).body; }

inline flows::FileRequest sktm(std::string ticket) {
    flows::FileRequest filed;
    filed.ticket = std::move(ticket);
    filed.service = "SKTM";
    filed.subject = "Maimunah binti Saleh";
    filed.applicant = "Siti Rahayu";
    filed.answers = {{"nama", {.value = "Maimunah binti Saleh", .shown = "Maimunah binti Saleh", .doubts = {}}}};
    filed.papers = {{.code = "KTP", .state = flows::PaperState::Diterima, .reason = {}, .files = {1}},
                    {.code = "RT", .state = flows::PaperState::Diterima, .reason = {}, .files = {2, 3}},
                    {.code = "RUJUKAN", .state = flows::PaperState::Bawa, .reason = {}, .files = {}}};
    filed.agreed = "2026-01";
    filed.due_at = morning + 4h;
    return filed;
}

inline std::string ticket(storage::Database& db, flows::TimePoint now = morning) { return storage::next_ticket(db, now, 420); }

inline storage::RequestId file(storage::Database& db, std::optional<flows::CitizenId> who, flows::TimePoint now = morning) {
    return storage::file_request(db, who, sktm(ticket(db, now)), "6281200010001", who ? "whatsapp" : "loket", who ? "warga" : "Rini", now);
}

inline storage::Change by(std::string actor, std::string action) {
    storage::Change change;
    change.actor = std::move(actor);
    change.action = std::move(action);
    return change;
}

inline storage::Request get(storage::Database& db, storage::RequestId id, flows::TimePoint now = morning) {
    storage::Filter everything;
    everything.include_closed = true;
    for (auto& found : storage::list_requests(db, everything, now)) {
        if (found.id == id) return found;
    }
    throw std::runtime_error("no such request");
}

}  // namespace office

#include "storage/health_check.hpp"

#include "storage/sqlite.hpp"

#include <sched.h>

#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace storage {

struct HealthCheck::Impl {
    Impl(const std::filesystem::path& directory, std::function<void(const std::string&)> teller)
        : connection(directory / "sapa.db", sqlite::Access::ReadOnly), damaged(std::move(teller)), thread([this] { look(); }) {}

    // One table after the other: nothing leaves the log while somebody reads.
    void look() {
        give_way();
        try {
            for (const std::string& table : tables())
                if (const std::string verdict = connection.text("PRAGMA quick_check('" + table + "')"); verdict != "ok")
                    return damaged(verdict);
        } catch (const sqlite::Error& error) {
            if (error.damaged()) damaged(error.what());  // anything else, being cut short too, says nothing about the file
        }
    }

    // To everything else on this machine. Where that is refused, the check is only less polite.
    static void give_way() {
        const sched_param none{};
        ::sched_setscheduler(0, SCHED_IDLE, &none);
    }

    std::vector<std::string> tables() {
        std::vector<std::string> names;
        sqlite::Statement select(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'");
        auto rows = select.rows();
        while (rows.next()) names.push_back(rows.string(0));
        return names;
    }

    sqlite::Connection connection;
    std::function<void(const std::string&)> damaged;
    std::thread thread;
};

HealthCheck::HealthCheck(const std::filesystem::path& directory, std::function<void(const std::string&)> damaged)
    : impl_(std::make_unique<Impl>(directory, std::move(damaged))) {}

HealthCheck::~HealthCheck() {
    impl_->connection.interrupt();
    impl_->thread.join();
}

}  // namespace storage

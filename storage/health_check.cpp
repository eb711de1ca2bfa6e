#include "storage/health_check.hpp"

#include "storage/sqlite.hpp"

#include <thread>
#include <utility>

namespace storage {

struct HealthCheck::Impl {
    Impl(const std::filesystem::path& directory, std::function<void(const std::string&)> teller)
        : connection(directory / "sapa.db", sqlite::Access::ReadOnly), damaged(std::move(teller)), thread([this] { look(); }) {}

    void look() {
        try {
            const std::string verdict = connection.text("PRAGMA quick_check(1)");
            if (verdict != "ok") damaged(verdict);
        } catch (const sqlite::Error& error) {
            if (error.damaged()) damaged(error.what());  // anything else, being cut short too, says nothing about the file
        }
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

// Looks a large database over while it is in use already: reading gigabytes would keep the counter closed for half a minute at every start.
// (A small one is checked by Database::open, before anything is believed.) A thread and a reading connection of its own.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace storage {

class HealthCheck {
public:
    // `damaged` is called on the thread of the check, with what is wrong; when all is well nobody is called.
    HealthCheck(const std::filesystem::path& directory, std::function<void(const std::string&)> damaged);
    ~HealthCheck();  // cuts it short

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace storage

// The whole service in one object: database, listener, sender, fetcher, desk. `sapa serve` runs one; `sapa demo` and the tests run one
// inside their own process. Threads: the one that calls run() is the network's, the writer owns the database, the fetcher writes files.
#pragma once
#include "bot/breaker.hpp"
#include "bot/clock.hpp"
#include "bot/config.hpp"
#include "bot/disk_watch.hpp"
#include "bot/retry.hpp"
#include "bot/secrets.hpp"

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace storage {
class Database;
}
namespace desk {
struct Peer;
}

namespace bot {

// The service must not start like this; every reason is told at once, in words for the office.
struct Refused : std::runtime_error {
    explicit Refused(std::vector<std::string>);
    std::vector<std::string> reasons;
};

class Service {
public:
    struct Options {
        Config config;
        Secrets secrets;
        Clock clock = system_now;
        RetrySettings retry;
        BreakerSettings breaker;
        std::function<desk::Peer(uid_t)> peer_of;  // empty: the system's accounts
        std::function<void()> before_commit;       // faults for tests; may be empty
        DiskWatch::Look look_at_disk = disk_space;
        std::chrono::milliseconds disk_every{10'000};
    };

    // Everything is checked, opened and bound here. Throws Refused, storage::Locked, or what the storage and the sockets throw.
    explicit Service(Options);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    std::uint16_t port() const;
    std::uint16_t admin_port() const;
    std::filesystem::path socket() const;

    void watch_signals();  // SIGTERM and SIGINT stop, a second one ends the process; SIGHUP reloads. Call before run().
    void run();            // until stop(); everything that was accepted is on disk when it returns

    // From any thread while run() runs:
    void stop();
    void reload();  // the office's files and the secrets; what is wrong is told in the log and changes nothing
    bool quiet();   // nothing waits to be sent, fetched or written right now
    void query(const std::function<void(storage::Database&)>&);  // waits for a job of the writer
    std::string metrics();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bot

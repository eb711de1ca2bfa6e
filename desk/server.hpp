// The daemon's desk: a Unix socket on which clerks' commands ask for verbs. The kernel says who is calling. Requests of one connection are
// answered one at a time; every verb is a job of the writer and therefore one transaction.
#pragma once
#include "desk/caller.hpp"
#include "flows/catalog.hpp"
#include "flows/time.hpp"
#include "storage/outbox.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace boost::asio {
class io_context;
}
namespace storage {
class Writer;
}

namespace desk {

struct ServerSettings {
    std::filesystem::path socket;
    // Who a uid is. Empty: the system's accounts; root and the account that runs the service are owners.
    std::function<Peer(uid_t)> peer_of;
    std::size_t connections_most = 64;
    std::chrono::seconds request_deadline{60};  // from the first byte of a request to its end; also for writing a reply
    std::chrono::minutes idle_deadline{30};     // a connection that asks nothing
};

struct Question;

// Called on the io_context's thread, after the commit, but for `committed`.
struct ServerHooks {
    std::function<void(std::vector<storage::Outgoing>)> outgoing;  // rows leased by the change: send them
    std::function<void()> wake;                                    // rows were queued that wait for their time or their turn
    std::function<void(const Question&)> committed;                // on the writer's thread, in the order of the commits
    std::function<void(const std::string&)> log;                   // a refusal or a failure worth a line; no personal data
};

class Server {
public:
    // Listens at once. A socket file that nobody answers on is replaced; one that is answered, or another kind of file, is refused with
    // std::runtime_error. `catalog` and `now` are called on the io_context's thread. The writer must outlive the server's last job: stop
    // the writer before the io_context goes.
    Server(boost::asio::io_context&, ServerSettings, storage::Writer&, std::function<flows::CatalogPtr()> catalog,
           std::function<flows::TimePoint()> now, ServerHooks);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    const std::filesystem::path& socket() const;
    void
    stop();  // closes the socket and every connection, removes the file. Idempotent. On the io_context's thread or when it does not run.

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace desk

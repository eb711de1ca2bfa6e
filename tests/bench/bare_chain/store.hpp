// One thread owns the database; what comes while a transaction is syncing goes into the next.
#pragma once
#include "tests/bench/bare_chain/message.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct sqlite3;

namespace bare_chain {

class Store {
public:
    struct Work {
        Delivery delivery;
        std::function<void()> committed;
    };
    struct Sent {
        std::int64_t outbox;
        std::string id;
    };
    using Done = std::function<void(std::vector<Work>, std::vector<Outgoing>)>;  // on the thread of the database

    Store(const std::string& file, Fault, Done);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    void submit(Work);
    void mark(Sent);

private:
    void run();
    bool gather(std::vector<Work>&, std::vector<Sent>&);

    sqlite3* db_;
    Fault fault_;
    Done done_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Work> works_;
    std::vector<Sent> sent_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace bare_chain

// Posts webhooks over kept connections, one request at a time on each, as WhatsApp does.
#pragma once
#include "tests/bench/load/loop.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace bench {

struct Post {
    enum class Kind { Message, Copy, Status };
    Kind kind = Kind::Message;
    std::size_t sender = 0;  // who wrote the message, and which of theirs it is: means something to the owner alone
    std::uint64_t turn = 0;
    std::string bytes;
    Moment began{};  // the moment that its latency is counted from; none: when it is written
};

class Poster {
public:
    class Owner {
    public:
        virtual ~Owner() = default;
        virtual void written(const Post&) = 0;             // `began` is set
        virtual void answered(Post, int http_status) = 0;  // 0: the connection broke
    };

    Poster(Loop&, std::uint16_t port, std::size_t connections, Owner&);
    ~Poster();
    void post(Post);
    bool idle() const { return waiting_.empty() && free_.size() == links_.size(); }

private:
    class Link;

    void pump();
    void done(Link&, int http_status);

    Loop& loop_;
    std::uint16_t port_;
    Owner& owner_;
    std::vector<std::unique_ptr<Link>> links_;
    std::vector<std::size_t> free_;
    std::deque<Post> waiting_;
};

}  // namespace bench

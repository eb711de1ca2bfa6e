#include "tests/bench/load/poster.hpp"

#include "tests/bench/load/wire.hpp"

#include <utility>

namespace bench {

class Poster::Link : public Stream {
public:
    Link(Poster& poster, std::size_t its_place)
        : Stream(poster.loop_, connect_to_loopback(poster.port_)), place(its_place), poster_(poster) {}

    const std::size_t place;
    Post post;
    bool busy = false;

private:
    void received(std::string& bytes) override {
        const auto frame = first_frame(bytes);
        if (!frame || !busy) return;
        const int status = frame->status();
        bytes.erase(0, frame->size);
        poster_.done(*this, status);
    }
    void ended() override { poster_.done(*this, 0); }

    Poster& poster_;
};

Poster::Poster(Loop& loop, std::uint16_t port, std::size_t connections, Owner& owner) : loop_(loop), port_(port), owner_(owner) {
    for (std::size_t place = 0; place < connections; ++place) {
        links_.push_back(std::make_unique<Link>(*this, place));
        free_.push_back(place);
    }
}

Poster::~Poster() = default;

void Poster::post(Post next) {
    waiting_.push_back(std::move(next));
    pump();
}

void Poster::pump() {
    while (!waiting_.empty() && !free_.empty()) {
        Link& link = *links_[free_.back()];
        free_.pop_back();
        link.post = std::move(waiting_.front());
        waiting_.pop_front();
        link.busy = true;
        if (link.post.began == Moment{}) link.post.began = Clock::now();
        owner_.written(link.post);
        link.send(link.post.bytes);
    }
}

// A server may close what is idle: then the place gets a new connection, and only a request under way was hurt.
void Poster::done(Link& link, int http_status) {
    const std::size_t place = link.place;
    const bool was_busy = std::exchange(link.busy, false);
    Post post = std::move(link.post);
    if (!link.is_open()) {
        loop_.retire(std::move(links_[place]));
        links_[place] = std::make_unique<Link>(*this, place);
    }
    if (!was_busy) return;
    free_.push_back(place);
    owner_.answered(std::move(post), http_status);
    pump();
}

}  // namespace bench

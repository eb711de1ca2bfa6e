#include "tests/bench/load/burst.hpp"

#include <fmt/format.h>

#include <utility>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr int photographs = 8;
constexpr const char* texts[] = {"ini foto KTP", "yang ini KK", "sudah semua ya", "pasfoto menyusul", "mohon dicek"};
constexpr auto patience = 10s;
constexpr auto silence = 2500ms;  // longer than the office waits for the next photograph

}  // namespace

Burst::Burst(Loop& loop, std::vector<std::string> lead_in) : loop_(loop), lead_in_(std::move(lead_in)) {}

void Burst::run(Poster& poster, std::size_t citizens) {
    poster_ = &poster;
    for (citizen_ = 0; citizen_ < citizens; ++citizen_) {
        bursting_ = false;
        for (const std::string& line : lead_in_) {
            replies_ = 0;
            began_ = Clock::now();
            say(payloads_.text(citizen_, line));
            loop_.run_until([this] { return lead_in_answered(); });
        }
        burst();
        loop_.run_until([this] { return burst_over(); });
        if (replies_ == 0)
            ++counts.lost;
        else
            last_replies.add(last_reply_ - began_);
        burst_replies += replies_;
    }
}

bool Burst::lead_in_answered() {
    if (unacknowledged_ == 0 && replies_ > 0) return true;
    if (Clock::now() < began_ + patience) return false;
    ++counts.lost;
    return true;
}

void Burst::burst() {
    bursting_ = true;
    replies_ = 0;
    began_ = last_reply_ = Clock::now();
    int text = 0;
    for (int n = 0; n < photographs; ++n) {
        say(payloads_.photograph(citizen_, fmt::format("{}{:02}", 1'000'000 + citizen_, n)));
        if (n % 2 == 1) say(payloads_.text(citizen_, texts[text++]));
    }
    say(payloads_.text(citizen_, texts[text]));
}

bool Burst::burst_over() const {
    const Moment now = Clock::now();
    return (unacknowledged_ == 0 && replies_ > 0 && now > last_reply_ + silence) || now > began_ + patience;
}

void Burst::say(std::string bytes) {
    ++counts.sent;
    ++unacknowledged_;
    poster_->post({Post::Kind::Message, static_cast<std::size_t>(citizen_), 0, std::move(bytes), Clock::now()});
}

void Burst::answered(Post post, int http_status) {
    if (http_status != 200) {
        ++counts.refused;
        return poster_->post(std::move(post));
    }
    --unacknowledged_;
    if (bursting_) acknowledgements.add(Clock::now() - post.began);
}

void Burst::reply(const Graph::Sent& sent) {
    ++counts.replies;
    if (sent.phone != phone_of(citizen_)) {
        ++counts.extra;
        return;
    }
    ++replies_;
    last_reply_ = Clock::now();
}

}  // namespace bench

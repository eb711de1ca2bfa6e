#include "tests/bench/load/crowd.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t stride = 7'368'787;  // prime: neighbours in time are no neighbours in an index
constexpr auto redelivery_after = 500ms;
constexpr auto lost_every = 250ms;
constexpr std::uint64_t complaints_most = 3;

}  // namespace

std::vector<Line> read_script(const std::string& file) {
    std::ifstream in(file);
    std::vector<Line> script;
    for (std::string line; std::getline(in, line);) {
        const std::size_t tab = line.find('\t');
        if (!line.empty()) script.push_back({line.substr(0, tab), tab == std::string::npos ? "" : line.substr(tab + 1)});
    }
    if (script.empty()) throw std::runtime_error(fmt::format("{}: no script", file));
    return script;
}

Crowd::Crowd(Loop& loop, Habits habits) : loop_(loop), habits_(std::move(habits)), citizens_(habits_.talking) {
    for (Citizen& citizen : citizens_) somebody_new(citizen);
}

void Crowd::talk(Poster& poster) {
    poster_ = &poster;
    talking_ = citizens_.size();
    for (std::size_t place = 0; place < citizens_.size(); ++place) say(place, {});
    look_for_lost();
}

void Crowd::talk_at_rate(Poster& poster, double messages_per_second) {
    poster_ = &poster;
    rate_ = messages_per_second;
    started_ = Clock::now();
    for (std::size_t place = 0; place < citizens_.size(); ++place) free_.push_back(place);
    plan_next();
    look_for_lost();
}

void Crowd::greet_at_once(Poster& poster) {
    poster_ = &poster;
    stopping_ = true;  // one line each
    talking_ = citizens_.size();
    const Moment now = Clock::now();
    for (std::size_t place = 0; place < citizens_.size(); ++place) {
        somebody_new(citizens_[place]);
        say(place, now);
    }
    if (!std::exchange(watching_, true)) look_for_lost();
}

void Crowd::stop() { stopping_ = true; }

void Crowd::somebody_new(Citizen& citizen) {
    const auto place = static_cast<std::size_t>(&citizen - citizens_.data());
    const auto former = places_.find(phone_of(citizen.number));
    if (former != places_.end() && former->second == place) places_.erase(former);
    citizen.number = (habits_.skip + next_citizen_++) * stride % habits_.population;
    citizen.line = 0;
    places_[phone_of(citizen.number)] = place;
}

void Crowd::plan_next() {
    const auto after = std::chrono::duration<double>(static_cast<double>(++planned_) / rate_);
    const Moment when = started_ + std::chrono::duration_cast<Clock::duration>(after);
    loop_.at(when, [this, when] {
        if (stopping_) return;
        if (free_.empty()) {
            ++counts.skipped;
        } else {
            const std::size_t place = free_.front();
            free_.pop_front();
            ++talking_;
            say(place, when);
        }
        plan_next();
    });
}

void Crowd::say(std::size_t place, Moment began) {
    Citizen& citizen = citizens_[place];
    ++citizen.turn;
    citizen.replied = citizen.acknowledged = false;
    citizen.began = began;
    ++counts.sent;
    Post post{Post::Kind::Message, place, citizen.turn, payloads_.text(citizen.number, habits_.script[citizen.line].says), began};
    copies_owed_ += habits_.copies_percent / 100;
    if (copies_owed_ < 1) return poster_->post(std::move(post));
    copies_owed_ -= 1;
    ++counts.copies;
    Post copy = post;
    copy.kind = Post::Kind::Copy;
    poster_->post(std::move(post));
    poster_->post(std::move(copy));
}

void Crowd::written(const Post& post) {
    Citizen& citizen = citizens_[post.sender];
    if (post.kind == Post::Kind::Message && post.turn == citizen.turn) citizen.began = post.began;
}

// What is not acknowledged with 200 comes again, as it does from WhatsApp.
void Crowd::answered(Post post, int http_status) {
    if (http_status != 200) {
        ++counts.refused;
        loop_.at(Clock::now() + redelivery_after, [this, post = std::move(post)]() mutable { poster_->post(std::move(post)); });
        return;
    }
    if (post.kind == Post::Kind::Status && measuring_) ++counts.statuses_measured;
    if (post.kind != Post::Kind::Message) return;
    if (measuring_) acknowledgements.add(Clock::now() - post.began);
    Citizen& citizen = citizens_[post.sender];
    if (post.turn != citizen.turn) return;
    citizen.acknowledged = true;
    go_on_when_done(post.sender);
}

void Crowd::reply(const Graph::Sent& sent) {
    ++counts.replies;
    const auto found = places_.find(std::string(sent.phone));
    if (habits_.statuses) post_statuses(sent);
    if (found == places_.end() || citizens_[found->second].replied) {
        ++counts.extra;
        return;
    }
    Citizen& citizen = citizens_[found->second];
    const Line& line = habits_.script[citizen.line];
    if (sent.body.find(line.awaits) == std::string_view::npos && ++counts.wrong <= complaints_most)
        fmt::print(stderr, "to \"{}\" the reply should hold \"{}\": {}\n", line.says, line.awaits, sent.body.substr(0, 400));
    citizen.replied = true;
    if (measuring_) {
        ++counts.measured;
        replies.add(Clock::now() - citizen.began);
    }
    go_on_when_done(found->second);
}

void Crowd::post_statuses(const Graph::Sent& sent) {
    for (const char* state : {"sent", "delivered", "read"}) {
        ++counts.statuses;
        poster_->post({Post::Kind::Status, 0, 0, payloads_.status(sent.phone, sent.message_id, sent.opaque, state), {}});
    }
}

void Crowd::go_on_when_done(std::size_t place) {
    if (citizens_[place].replied && citizens_[place].acknowledged) advance(place);
}

void Crowd::advance(std::size_t place) {
    Citizen& citizen = citizens_[place];
    if (++citizen.line == habits_.script.size()) somebody_new(citizen);
    if (rate_ > 0) {
        --talking_;
        free_.push_back(place);
    } else if (stopping_) {
        --talking_;
    } else if (habits_.pause.count() == 0) {
        say(place, {});
    } else {
        loop_.at(Clock::now() + habits_.pause, [this, place] { say(place, {}); });
    }
}

void Crowd::look_for_lost() {
    const Moment too_old = Clock::now() - habits_.patience;
    for (std::size_t place = 0; place < citizens_.size(); ++place) {
        Citizen& citizen = citizens_[place];
        if ((citizen.replied && citizen.acknowledged) || citizen.began == Moment{} || citizen.began > too_old) continue;
        ++counts.lost;
        citizen.replied = citizen.acknowledged = true;
        advance(place);
    }
    loop_.at(Clock::now() + lost_every, [this] { look_for_lost(); });
}

}  // namespace bench

// The webhooks of the model: what sets out, how often, in which order.
#include "tests/sim/whatsapp.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace sim {

using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

constexpr auto patience = 20s;  // for an answer to a POST

std::string body_of(const Post& post) {
    json::array entries;
    const auto add = [&entries](const std::string& payload) {
        json::value whole = json::parse(payload);
        for (json::value& entry : whole.as_object()["entry"].as_array()) entries.push_back(std::move(entry));
    };
    if (!post.messages.empty()) add(bot::message_payload(business_number, post.messages));
    for (const Status& each : post.statuses)
        add(bot::status_payload(business_number, each.message_id, each.phone, each.opaque, each.state, each.at, each.error_code));
    return json::serialize(json::object{{"object", "whatsapp_business_account"}, {"entry", std::move(entries)}});
}

std::string described(const bot::PhoneMessage& message) {
    if (const auto* text = std::get_if<flows::Text>(&message.content)) return text->body;
    if (const auto* media = std::get_if<flows::Media>(&message.content)) return fmt::format("[{}] {}", media->media_id, media->caption);
    return "[?]";
}

}  // namespace

WhatsApp::WhatsApp(Clock& clock, Random random, const Plan& plan, Report& report, Witness& witness)
    : clock_(clock), random_(random), plan_(plan), report_(report), witness_(witness) {}

void WhatsApp::say(bot::PhoneMessage message) {
    if (batch_ && batch_->messages.size() < 8) return void(batch_->messages.push_back(std::move(message)));
    auto post = std::make_shared<Post>();
    post->messages.push_back(std::move(message));
    set_out(std::move(post));
}

void WhatsApp::report_status(const bot::StandIn::Bubble& bubble, const char* state, milliseconds after, int error_code) {
    clock_.after(after, [this, bubble, state, error_code] {
        const Status status{bubble.id, bubble.opaque, bubble.to, state, clock_.true_time(), error_code};
        if (batch_ && batch_->statuses.size() < 20) return void(batch_->statuses.push_back(status));
        auto post = std::make_shared<Post>();
        post->statuses.push_back(status);
        set_out(std::move(post));
    });
}

void WhatsApp::set_out(PostPtr post) {
    if (random_.chance(plan_.batched) && !batch_) {
        batch_ = std::move(post);
        return clock_.after(random_.between(10ms, 3s), [this] { flush_batch(); });
    }
    post->number = ++posts_made_;
    post->body = body_of(*post);
    posts_.push_back(post);
    const milliseconds way = random_.chance(plan_.held_back) ? random_.between(1s, 90s) : random_.between(20ms, 300ms);
    clock_.after(way, [this, post] { attempt(post); });
    if (random_.chance(plan_.delivered_twice)) clock_.after(way + random_.between(0ms, 40s), [this, post] { attempt(post); });
}

void WhatsApp::flush_batch() {
    PostPtr whole = std::exchange(batch_, nullptr);
    // The order inside a POST means nothing.
    for (std::size_t i = whole->messages.size(); i > 1; --i)
        std::swap(whole->messages[i - 1], whole->messages[static_cast<std::size_t>(random_.upto(static_cast<std::int64_t>(i) - 1))]);
    const double batched = std::exchange(plan_.batched, 0);
    set_out(std::move(whole));
    plan_.batched = batched;
}

void WhatsApp::attempt(const PostPtr& post) {
    ++post->attempts;
    if (!receive_) return again(post);
    report_.note("post {} arrives: {} messages, {} statuses, attempt {}", post->number, post->messages.size(), post->statuses.size(),
                 post->attempts);
    for (const bot::PhoneMessage& each : post->messages) report_.note("  {} of {}: {}", each.id, each.phone, described(each));
    for (const Status& each : post->statuses)
        report_.note("  status of {} ({}): {} {}", each.opaque, each.message_id, each.state, each.error_code);
    const int attempt = ++attempts_made_;
    witness_.arrived(*post, attempt);
    const auto heard = std::make_shared<bool>(false);
    receive_(post, [this, post, attempt, heard, life = life_](bool accepted) {
        if (life != life_) return;
        witness_.answered(*post, attempt, accepted);
        report_.note("post {} answered {}", post->number, accepted ? 200 : 503);
        if (std::exchange(*heard, true)) return report_.broken("post {} was answered twice", post->number);
        if (accepted && !random_.chance(plan_.answer_lost))
            post->acknowledged = true;
        else
            again(post);
    });
    clock_.after(patience, [this, post, heard] {
        if (!*heard) again(post);
    });
}

void WhatsApp::again(const PostPtr& post) {
    if (post->acknowledged) return;
    const milliseconds wait = std::min<milliseconds>(60s, 1s * (1 << std::min(post->attempts, 6)));
    clock_.after(wait / 2 + random_.between(0ms, wait), [this, post] {
        if (!post->acknowledged) attempt(post);
    });
}

bool WhatsApp::all_delivered() const {
    return !batch_ && std::ranges::all_of(posts_, [](const PostPtr& post) { return post->acknowledged; });
}

void WhatsApp::repeat_everything() {
    for (const PostPtr& post : posts_) clock_.after(random_.between(0ms, 30s), [this, post] { attempt(post); });
}

void WhatsApp::connect(Receive receive) {
    ++life_;
    receive_ = std::move(receive);
}

void WhatsApp::calm_down(const Plan& plan) {
    plan_ = plan;
    out_until_ = refused_until_ = {};
}

}  // namespace sim

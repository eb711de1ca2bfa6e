// The other direction: what the model does with a message that it is given.
#include "bot/stand_in_message.hpp"
#include "tests/sim/whatsapp.hpp"

#include <algorithm>
#include <utility>

namespace sim {

using namespace std::chrono_literals;

namespace {

constexpr auto deadline = 30s;  // of the client, for the whole exchange

std::string error_body(int code) { return fmt::format(R"({{"error":{{"message":"made up","code":{}}}}})", code); }

}  // namespace

struct WhatsApp::Request {
    int life = 0;
    bot::StandIn::Bubble bubble;
    std::function<void(webhooks::SendOutcome)> done;
};

class WhatsApp::Line final : public webhooks::Graph {
public:
    Line(WhatsApp& whatsapp, int life) : whatsapp_(whatsapp), life_(life) {}

    void send(const std::string& number, std::string json, std::function<void(webhooks::SendOutcome)> done) override {
        const auto bubble = bot::read_bubble(json);
        if (!bubble || number != business_number) return whatsapp_.report_.broken("an unreadable message was sent: {}", json);
        whatsapp_.take(std::make_shared<Request>(Request{life_, *bubble, std::move(done)}));
    }

    void send_quietly(const std::string&, std::string json) override {
        if (!bot::is_read_receipt(json)) whatsapp_.report_.broken("sent quietly, and no read receipt: {}", json);
    }

    void get(const std::string&, std::function<void(int, std::string)> done) override {
        const bool out = whatsapp_.clock_.now() < whatsapp_.out_until_;
        ++whatsapp_.open_requests_;
        whatsapp_.clock_.after(whatsapp_.random_.between(5ms, 500ms), [this_one = &whatsapp_, life = life_, out, done = std::move(done)] {
            if (life != this_one->life_) return;
            --this_one->open_requests_;
            done(out ? 0 : 200, {});
        });
    }

private:
    WhatsApp& whatsapp_;
    int life_;
};

std::unique_ptr<webhooks::Graph> WhatsApp::line() { return std::make_unique<Line>(*this, life_); }

void WhatsApp::disconnect() {
    requests_.clear();
    ++life_;
    receive_ = nullptr;
    open_requests_ = 0;
}

void WhatsApp::close_requests() {
    for (const auto& weak : std::vector(requests_)) {
        const auto request = weak.lock();
        if (!request || !request->done) continue;
        witness_.outcome_unknown(request->bubble.opaque);
        webhooks::SendOutcome lost;
        lost.error = "closed";
        end(request, lost);
    }
}

void WhatsApp::take(std::shared_ptr<Request> request) {
    ++open_requests_;
    ++sends_;
    requests_.push_back(request);
    std::erase_if(requests_, [](const auto& weak) { return weak.expired() || !weak.lock()->done; });
    report_.note("send {} to {}: {:.60}", request->bubble.opaque, request->bubble.to, request->bubble.text);
    witness_.sent(request->bubble);
    const milliseconds usual = random_.chance(plan_.slow) ? random_.between(1s, 28s) : random_.between(20ms, 400ms);
    if (random_.chance(plan_.outages)) out_until_ = clock_.now() + random_.between(5s, random_.chance(0.05) ? milliseconds(5h) : 10min);
    if (random_.chance(plan_.token_refused)) refused_until_ = clock_.now() + random_.between(10s, 5min);
    if (clock_.now() < out_until_) {
        if (random_.chance(0.5)) return answer(request, usual, 503, "<html>Service Unavailable</html>");
        return clock_.after(random_.between(1ms, 5s), [this, request] {
            webhooks::SendOutcome outcome;
            outcome.kind = webhooks::SendOutcome::Kind::NotSent;
            end(request, outcome);
        });
    }
    if (clock_.now() < refused_until_) return answer(request, usual, 401, error_body(190));
    const auto refuse_with = [&](double chance, int status, std::initializer_list<int> codes) {
        if (!random_.chance(chance)) return false;
        const int code = random_.pick(std::vector<int>(codes));
        if (code == 131048) asked_to_wait_ = 1h;
        answer(request, usual, status, error_body(code));
        return true;
    };
    if (refuse_with(plan_.temporary, 500, {131000, 131016, 1, 2, 133004}) || refuse_with(plan_.throttled_pair, 400, {131056}) ||
        refuse_with(plan_.rejected, 400, {131026, 100, 131049}) || refuse_with(plan_.window_closed, 400, {131047}))
        return;
    if (refuse_with(plan_.throttled_number, 429, {4, 80007, 130429, random_.chance(0.1) ? 131048 : 130429})) return;
    if (random_.chance(plan_.not_connected)) {
        return clock_.after(random_.between(1ms, 5s), [this, request] {
            webhooks::SendOutcome outcome;
            outcome.kind = webhooks::SendOutcome::Kind::NotSent;
            end(request, outcome);
        });
    }
    if (random_.chance(plan_.lost_request)) return leave_unknown(request, random_.chance(0.5) ? milliseconds(deadline) : usual);
    request->bubble.id = fmt::format("wamid.out.{}", ++names_made_);
    tell_of(request->bubble);
    if (random_.chance(plan_.lost_answer)) return leave_unknown(request, random_.chance(0.5) ? milliseconds(deadline) : usual);
    if (random_.chance(plan_.nameless_answer)) {
        witness_.outcome_unknown(request->bubble.opaque);
        return answer(request, usual, 200, "{}");
    }
    answer(request, usual, 200, fmt::format(R"({{"messages":[{{"id":"{}"}}]}})", request->bubble.id));
}

// The telephone shows it, and statuses tell of it.
void WhatsApp::tell_of(const bot::StandIn::Bubble& bubble) {
    const bool fails = random_.chance(plan_.status_failed);
    witness_.taken(bubble, !fails);
    if (fails) {
        const int code = random_.pick(std::vector<int>{131026, 131047, 131000});
        return report_status(bubble, "failed", random_.between(10ms, 5s), code);
    }
    clock_.after(random_.between(20ms, 300ms), [this, bubble] {
        if (on_telephone) on_telephone(bubble);
    });
    milliseconds at = random_.chance(plan_.status_early) ? random_.between(0ms, 20ms) : random_.between(100ms, 2s);
    for (const char* state : {"sent", "delivered", "read"}) {
        if (random_.chance(plan_.status_late)) at += random_.between(1s, 60s);
        if (!random_.chance(plan_.status_missing)) report_status(bubble, state, at);
        if (random_.chance(plan_.status_twice)) report_status(bubble, state, at + random_.between(0ms, 30s));
        at = random_.chance(0.1) ? random_.between(0ms, 2s) : at + random_.between(10ms, 3s);
    }
}

void WhatsApp::leave_unknown(const std::shared_ptr<Request>& request, milliseconds after) {
    clock_.after(after, [this, request] {
        if (!request->done || request->life != life_) return;
        witness_.outcome_unknown(request->bubble.opaque);
        webhooks::SendOutcome outcome;
        outcome.error = "no answer";
        end(request, outcome);
    });
}

void WhatsApp::answer(const std::shared_ptr<Request>& request, milliseconds after, int http_status, std::string body) {
    clock_.after(after, [this, request, http_status, body = std::move(body)] { end(request, webhooks::classify(http_status, body)); });
}

void WhatsApp::end(const std::shared_ptr<Request>& request, const webhooks::SendOutcome& outcome) {
    if (request->life != life_ || !request->done) return;
    --open_requests_;
    witness_.ended(request->bubble);
    report_.note("send {} ends: kind {} {}", request->bubble.opaque, static_cast<int>(outcome.kind), outcome.error);
    std::exchange(request->done, nullptr)(outcome);
}

}  // namespace sim

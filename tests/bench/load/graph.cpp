#include "tests/bench/load/graph.hpp"

#include "tests/bench/load/payload.hpp"
#include "tests/bench/load/wire.hpp"

#include <fmt/format.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace bench {
namespace {

constexpr std::string_view json = "application/json; charset=UTF-8";
constexpr std::string_view media_path = "/photograph/";

// The text behind `"key":"` up to the next quote; enough for digits and ids, which hold no escapes.
std::string_view quoted(std::string_view body, std::string_view key) {
    const std::string mark = fmt::format("\"{}\":\"", key);
    const std::size_t found = body.find(mark);
    if (found == std::string_view::npos) return {};
    const std::string_view rest = body.substr(found + mark.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace

class Graph::Link : public Stream {
public:
    Link(Graph& graph, std::uint64_t its_number, int descriptor) : Stream(graph.loop_, descriptor), number(its_number), graph_(graph) {}

    const std::uint64_t number;

private:
    void received(std::string& bytes) override {
        std::size_t used = 0;
        while (const auto frame = first_frame(std::string_view(bytes).substr(used))) {
            graph_.take(*this, *frame);
            used += frame->size;
        }
        bytes.erase(0, used);
    }
    void ended() override { graph_.end(*this); }

    Graph& graph_;
};

Graph::Graph(Loop& loop, GraphHabits habits, Owner& owner) : loop_(loop), habits_(habits), owner_(owner), listening_(listen_on_loopback()) {
    loop_.watch(listening_.descriptor, *this, EPOLLIN);
}

Graph::~Graph() {
    loop_.forget(listening_.descriptor);
    ::close(listening_.descriptor);
}

void Graph::ready(std::uint32_t) {
    for (;;) {
        const int descriptor = ::accept4(listening_.descriptor, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) return;
        const std::uint64_t number = next_link_++;
        links_.emplace(number, std::make_unique<Link>(*this, number, descriptor));
    }
}

void Graph::end(Link& link) {
    const auto found = links_.find(link.number);
    loop_.retire(std::move(found->second));
    links_.erase(found);
}

void Graph::take(Link& link, const Frame& frame) {
    if (frame.method() == "GET") return answer_get(link, frame.target());
    if (frame.body.find(R"("status":"read")") != std::string_view::npos) {
        ++counts_.receipts;
        return link.send(http_answer(200, json, R"({"success":true})"));
    }
    take_message(link, frame.body);
}

void Graph::take_message(Link& link, std::string_view body) {
    errors_owed_ += habits_.errors_percent / 100;
    std::string answer;
    if (errors_owed_ >= 1) {
        errors_owed_ -= 1;
        ++counts_.errors;
        answer = http_answer(500, json, R"({"error":{"message":"(#131000) Something went wrong","type":"OAuthException","code":131000}})");
    } else {
        ++counts_.messages;
        const std::string id = fmt::format("wamid.HBgPGRAPH{:016X}", next_message_++);
        std::string_view phone = quoted(body, "to");
        if (phone.starts_with('+')) phone.remove_prefix(1);
        answer = http_answer(
            200, json,
            fmt::format(R"({{"messaging_product":"whatsapp","contacts":[{{"input":"{0}","wa_id":"{0}"}}],"messages":[{{"id":"{1}"}}]}})",
                        phone, id));
        owner_.reply({phone, body, id, quoted(body, "biz_opaque_callback_data")});
    }
    if (habits_.latency.count() == 0) return link.send(answer);
    loop_.at(Clock::now() + habits_.latency, [this, number = link.number, answer = std::move(answer)] {
        if (const auto found = links_.find(number); found != links_.end()) found->second->send(answer);
    });
}

// First the details of a photograph, then its bytes; anything else is a question about the account.
void Graph::answer_get(Link& link, std::string_view target) {
    if (target.starts_with(media_path)) {
        ++counts_.photographs;
        return link.send(http_answer(200, "image/jpeg", photograph_bytes()));
    }
    ++counts_.others;
    const std::string_view id = target.substr(target.rfind('/') + 1);
    link.send(http_answer(200, json,
                          fmt::format(R"({{"id":"{0}","url":"http://127.0.0.1:{1}{2}{0}","mime_type":"image/jpeg","file_size":{3}}})",
                                      id.substr(0, id.find('?')), port(), media_path, photograph_bytes().size())));
}

}  // namespace bench

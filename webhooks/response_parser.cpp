#include "webhooks/response_parser.hpp"

#include "webhooks/last_chunk.hpp"
#include "webhooks/limits.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace webhooks {

namespace {

using beast::error_code;
using beast::string_view;

int seconds_of(string_view value) {
    int seconds = 0;
    std::from_chars(value.data(), value.data() + value.size(), seconds);
    return std::clamp(seconds, 0, limits::retry_after_most);
}

class Parser final : public http::basic_parser<false> {
public:
    Parser(Answer& answer, std::size_t body_most) : answer_(answer), body_most_(body_most) {
        header_limit(static_cast<std::uint32_t>(limits::response_header_bytes));
        body_limit(body_most);
        eager(true);
    }

private:
    void on_response_impl(int status, string_view, int, error_code&) override { answer_.status = status; }

    void on_field_impl(http::field field, string_view name, string_view value, error_code& failure) override {
        header_bytes_ += name.size() + value.size();
        if (header_bytes_ > limits::response_header_bytes) failure = http::error::header_limit;
        if (is_header_told_) return;  // a trailer changes nothing
        if (field == http::field::location) answer_.location.assign(value.data(), std::min(value.size(), limits::url_bytes + 1));
        if (field == http::field::date) answer_.date.assign(value.data(), std::min(value.size(), limits::date_bytes));
        if (field == http::field::retry_after) answer_.retry_after_seconds = seconds_of(value);
    }

    void on_header_impl(error_code&) override {
        is_header_told_ = true;
        answer_.keep_alive = keep_alive();
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        if (length) answer_.body.reserve(static_cast<std::size_t>(*length));
    }

    std::size_t append(string_view bytes, error_code& failure) {
        if (answer_.body.size() + bytes.size() > body_most_) {
            failure = http::error::body_limit;
        } else {
            answer_.body.append(bytes.data(), bytes.size());
        }
        return bytes.size();
    }

    std::size_t on_body_impl(string_view bytes, error_code& failure) override { return append(bytes, failure); }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& failure) override { return append(bytes, failure); }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    void on_request_impl(http::verb, string_view, string_view, int, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    Answer& answer_;
    std::size_t body_most_, header_bytes_ = 0;
    bool is_header_told_ = false;
};

}  // namespace

struct ResponseParser::Impl {
    Answer answer;
    std::optional<Parser> parser;
    std::size_t body_most = 0;

    void begin() {
        answer = Answer{};
        parser.emplace(answer, body_most);
    }
};

ResponseParser::ResponseParser() : impl_(std::make_unique<Impl>()) { reset(limits::response_bytes); }
ResponseParser::~ResponseParser() = default;

void ResponseParser::reset(std::size_t body_most) {
    impl_->body_most = body_most;
    impl_->begin();
}

ResponseParser::Progress ResponseParser::feed(std::string_view bytes, std::size_t& used) {
    used = 0;
    while (used < bytes.size() && !waits_for_last_chunk(*impl_->parser, bytes.substr(used))) {
        error_code failure;
        used += impl_->parser->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), failure);
        if (failure == http::error::need_more) return Progress::NeedsMore;
        if (failure == http::error::body_limit) return Progress::TooLarge;
        if (failure) return Progress::Malformed;
        if (!impl_->parser->is_done()) continue;
        if (impl_->answer.status / 100 != 1) return Progress::Done;
        impl_->begin();  // 1xx: the answer proper follows
    }
    return Progress::NeedsMore;
}

ResponseParser::Progress ResponseParser::feed_end() {
    if (!impl_->parser->got_some()) return Progress::Malformed;
    error_code failure;
    impl_->parser->put_eof(failure);
    return failure ? Progress::Malformed : Progress::Done;
}

Answer& ResponseParser::answer() { return impl_->answer; }

}  // namespace webhooks

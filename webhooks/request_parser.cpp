#include "webhooks/request_parser.hpp"

#include "webhooks/last_chunk.hpp"
#include "webhooks/limits.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <functional>
#include <optional>

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace webhooks {

namespace {

using beast::error_code;
using beast::iequals;
using beast::string_view;

std::string text_of(string_view text) { return {text.data(), text.size()}; }

// Deriving from Beast's parser costs no allocation per header field, and sees every field before anything is merged.
class Parser final : public http::basic_parser<true> {
public:
    explicit Parser(Request& request) : request_(request) {
        header_limit(limits::header_bytes);
        body_limit(limits::body_bytes);
    }

    int refusal = 400;
    bool header_done = false;
    string_view input;  // what is being read

private:
    void refuse(int status, error_code& failure) {
        refusal = status;
        failure = http::error::bad_value;
    }

    void on_request_impl(http::verb verb, string_view, string_view target, int version, error_code& failure) override {
        request_.method = verb == http::verb::get    ? Request::Method::Get
                          : verb == http::verb::post ? Request::Method::Post
                                                     : Request::Method::Other;
        is_http_1_1_ = version == 11;
        if (target.size() > limits::target_bytes) return refuse(414, failure);
        const bool is_plain = std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F; });
        if (!target.starts_with('/') || !is_plain) return refuse(400, failure);
        request_.target = text_of(target);
    }

    void on_field_impl(http::field field, string_view name, string_view value, error_code& failure) override {
        if (header_done || goes_on_in_next_line(name, value)) return refuse(400, failure);  // or a trailer
        header_bytes_ += name.size() + value.size() + 4;
        if (++fields_ > limits::header_fields || header_bytes_ > limits::header_bytes) return refuse(431, failure);
        switch (field) {
            case http::field::host:
                ++hosts_;
                break;
            case http::field::content_length:
                check_length(value, failure);
                break;
            case http::field::transfer_encoding:
                check_coding(value, failure);
                break;
            case http::field::expect:
                (iequals(value, "100-continue") ? request_.expects_continue : request_.expects_something_else) = true;
                break;
            case http::field::content_encoding:
                request_.is_encoded |= !value.empty() && !iequals(value, "identity");
                break;
            case http::field::unknown:
                take_unknown(name, value);
                break;
            default:
                break;
        }
    }

    // Beast joins the lines of such a field; two programs in a row may not. Its value lies after the end of a line, or in Beast's buffer.
    bool goes_on_in_next_line(string_view name, string_view value) const {
        const char* const end = input.data() + input.size();
        const std::less<const char*> before;
        if (before(value.data(), name.data()) || before(end, value.data())) return true;
        return std::find(name.data() + name.size(), value.data(), '\n') != value.data();
    }

    void check_length(string_view value, error_code& failure) {
        const bool is_number = !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
        if (++lengths_ > 1 || !is_number) refuse(400, failure);
    }

    void check_coding(string_view value, error_code& failure) {
        if (++codings_ > 1 || !iequals(value, "chunked")) refuse(400, failure);
    }

    void take_unknown(string_view name, string_view value) {
        if (!iequals(name, "X-Hub-Signature-256")) return;
        ++request_.signatures;
        request_.signature = text_of(value);
    }

    void on_header_impl(error_code& failure) override {
        header_done = true;
        request_.keep_alive = keep_alive();
        if (hosts_ > 1 || (is_http_1_1_ && hosts_ == 0) || (!is_http_1_1_ && codings_ > 0)) return refuse(400, failure);
        if (request_.method == Request::Method::Post && lengths_ + codings_ == 0) return refuse(411, failure);
        request_.announced = chunked() ? limits::body_bytes : static_cast<std::size_t>(content_length().value_or(0));
        if (request_.method != Request::Method::Get) return;
        if (request_.announced > 0) refuse(400, failure);  // nobody asks with a body
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
        if (length) request_.body.reserve(std::min(static_cast<std::size_t>(*length), limits::small_body_bytes));
    }

    std::size_t on_body_impl(string_view bytes, error_code&) override {
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& failure) override {
        if (!extensions.empty()) refuse(400, failure);
    }

    std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override {
        request_.body.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_finish_impl(error_code&) override {}

    Request& request_;
    bool is_http_1_1_ = true;
    std::size_t fields_ = 0, header_bytes_ = 0;
    int hosts_ = 0, lengths_ = 0, codings_ = 0;
};

int status_of(const error_code& failure, int refusal) {
    if (failure == http::error::header_limit) return 431;
    if (failure == http::error::body_limit) return 413;
    return refusal;
}

}  // namespace

struct RequestParser::Impl {
    Request request;
    std::optional<Parser> parser;
    bool header_told = false;
    int refusal = 400;
};

RequestParser::RequestParser() : impl_(std::make_unique<Impl>()) { reset(); }
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
    std::string body = std::move(impl_->request.body);
    body.clear();
    if (body.capacity() > limits::small_body_bytes) body.shrink_to_fit();
    impl_->request = Request{};
    impl_->request.body = std::move(body);
    impl_->parser.emplace(impl_->request);
    impl_->header_told = false;
}

RequestParser::Progress RequestParser::feed(std::string_view bytes, std::size_t& used) {
    Parser& parser = *impl_->parser;
    used = 0;
    while (true) {
        if (parser.header_done && !impl_->header_told) {
            impl_->header_told = true;
            parser.eager(true);
            return Progress::HeaderDone;
        }
        if (parser.is_done()) return Progress::Done;
        const std::size_t left = bytes.size() - used;
        if (left == 0 || waits_for_last_chunk(parser, bytes.substr(used))) return Progress::NeedsMore;
        error_code failure;
        parser.input = {bytes.data() + used, left};
        used += parser.put(boost::asio::buffer(parser.input.data(), parser.input.size()), failure);
        if (failure == http::error::need_more) return Progress::NeedsMore;
        if (failure) {
            impl_->refusal = status_of(failure, parser.refusal);
            return Progress::Refused;
        }
    }
}

int RequestParser::refusal() const { return impl_->refusal; }
Request& RequestParser::request() { return impl_->request; }

}  // namespace webhooks

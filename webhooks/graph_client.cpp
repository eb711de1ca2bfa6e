#include "webhooks/graph_client.hpp"

#include "webhooks/graph_request.hpp"
#include "webhooks/http_client.hpp"
#include "webhooks/media_download.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

namespace webhooks {

namespace {

Url base_of(const std::string& text) {
    auto url = parse_url(text);
    if (!url) throw std::invalid_argument("graph_url is no usable address: " + text);
    if (!url->origin.is_tls && !is_loopback(url->origin.host)) {
        throw std::invalid_argument("graph_url must be https (plain http is for 127.0.0.1 and localhost only): " + text);
    }
    while (url->target.ends_with('/')) url->target.pop_back();
    return *url;
}

SendOutcome outcome_of(Reply reply) {
    SendOutcome outcome;
    switch (reply.kind) {
        case Reply::Kind::Answered:
            outcome = classify(reply.answer.status, reply.answer.body);
            outcome.retry_after_seconds = std::max(outcome.retry_after_seconds, reply.answer.retry_after_seconds);
            return outcome;
        case Reply::Kind::NotSent:
        case Reply::Kind::Stale:
            outcome.kind = SendOutcome::Kind::NotSent;
            break;
        case Reply::Kind::Lost:
        case Reply::Kind::TooLarge:
            outcome.kind = SendOutcome::Kind::Unknown;
            break;
    }
    outcome.error = std::move(reply.error);
    return outcome;
}

}  // namespace

struct GraphClient::Impl {
    Impl(boost::asio::io_context& context, GraphSettings given, std::function<std::string()> token_source)
        : io(context),
          settings(std::move(given)),
          base(base_of(settings.url)),
          token(std::move(token_source)),
          client(io, {settings.connections_most, settings.ca_file, settings.deadlines}) {}

    Url at(std::string_view path) const { return {base.origin, base.target + std::string(path)}; }

    Url messages_of(std::string_view phone_number_id) const {
        return at('/' + settings.version + '/' + encoded_segment(phone_number_id) + "/messages");
    }

    void post(const Url& url, std::string_view bearer, std::string_view json, HttpClient::Done done) {
        client.request(url.origin, post_request(url, bearer, json), limits::response_bytes, settings.deadlines.total, std::move(done));
    }

    boost::asio::io_context& io;
    GraphSettings settings;
    Url base;
    std::function<std::string()> token;
    HttpClient client;
};

GraphClient::GraphClient(boost::asio::io_context& io, GraphSettings settings, std::function<std::string()> token)
    : impl_(std::make_shared<Impl>(io, std::move(settings), std::move(token))) {}

GraphClient::~GraphClient() = default;

void GraphClient::send(const std::string& phone_number_id, std::string json, std::function<void(SendOutcome)> done) {
    const auto token = usable_token(impl_->token());
    if (!token) {
        SendOutcome outcome;
        outcome.kind = SendOutcome::Kind::Halt;
        outcome.error = "the access token is unusable";
        return boost::asio::post(impl_->io, [done = std::move(done), outcome = std::move(outcome)] { done(outcome); });
    }
    impl_->post(impl_->messages_of(phone_number_id), *token, json,
                [done = std::move(done)](Reply reply) { done(outcome_of(std::move(reply))); });
}

void GraphClient::send_quietly(const std::string& phone_number_id, std::string json) {
    const auto token = usable_token(impl_->token());
    if (!token || impl_->client.is_busy()) return;
    impl_->post(impl_->messages_of(phone_number_id), *token, json, [](const Reply&) {});
}

void GraphClient::download(const flows::Media& media, const std::string& phone_number_id, std::function<void(Downloaded)> done) {
    Url details = impl_->at('/' + impl_->settings.version + '/' + encoded_segment(media.media_id));
    if (!phone_number_id.empty()) details.target += "?phone_number_id=" + encoded_segment(phone_number_id);
    const auto token = [impl = impl_.get()] { return usable_token(impl->token()); };
    start_download({impl_, impl_->client, impl_->settings, impl_->base, std::move(details), token, media, std::move(done)});
}

void GraphClient::get(const std::string& path, std::function<void(int, std::string)> done) {
    const auto url =
        parse_url((impl_->base.origin.is_tls ? "https://" : "http://") + host_header(impl_->base.origin) + impl_->base.target + path);
    const auto token = usable_token(impl_->token());
    if (!url || !token) {
        std::string why = url ? "the access token is unusable" : "the path is unusable";
        return boost::asio::post(impl_->io, [done = std::move(done), why = std::move(why)] { done(0, why); });
    }
    impl_->client.request(url->origin, get_request(*url, *token), limits::response_bytes, impl_->settings.deadlines.total,
                          [done = std::move(done)](Reply reply) {
                              if (reply.kind == Reply::Kind::Answered) return done(reply.answer.status, std::move(reply.answer.body));
                              done(0, std::move(reply.error));
                          });
}

std::size_t GraphClient::in_flight() const { return impl_->client.in_flight(); }
void GraphClient::stop() { impl_->client.stop(); }

}  // namespace webhooks

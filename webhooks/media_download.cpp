#include "webhooks/media_download.hpp"

#include "webhooks/digest.hpp"
#include "webhooks/graph_request.hpp"
#include "webhooks/json_fields.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <memory>
#include <utility>

namespace webhooks {

namespace {

using Kind = Downloaded::Kind;

constexpr int times_asked_most = 2;  // a url may have expired once

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }
bool is_expired(int status) { return status == 401 || status == 403 || status == 404 || status == 410; }

Kind kind_of_error(int status, std::string_view body) {
    const SendOutcome outcome = classify(status, body);
    if (outcome.code == 33 || outcome.code == 100 || outcome.code == 131052 || status == 404 || status == 410) return Kind::Gone;
    const bool forbidden = outcome.kind == SendOutcome::Kind::Halt || (outcome.code == 0 && (status == 401 || status == 403));
    return forbidden ? Kind::Forbidden : Kind::Temporary;
}

class Download : public std::enable_shared_from_this<Download> {
public:
    explicit Download(DownloadPlan plan) : plan_(std::move(plan)) {}

    void start() {
        const auto url = parse_url(plan_.media.url);
        if (!url || !is_allowed(*url)) return ask();
        url_ = *url;
        fetch(true);
    }

private:
    void finish(Kind kind, std::string error, std::string bytes = {}) { plan_.done({kind, std::move(bytes), std::move(error)}); }

    bool is_allowed(const Url& url) const {
        if (url.origin == plan_.graph.origin) return true;
        if (!url.origin.is_tls) return !plan_.graph.origin.is_tls && is_loopback(url.origin.host);
        return url.origin.port == 443 && host_matches(url.origin.host, plan_.settings.media_hosts);
    }

    void ask() {
        if (plan_.owner.expired()) return finish(Kind::Temporary, "stopped");
        ++times_asked_;
        const auto token = plan_.token();
        if (!token) return finish(Kind::Forbidden, "the access token is unusable");
        plan_.client.request(plan_.details.origin, get_request(plan_.details, *token), limits::response_bytes,
                             plan_.settings.deadlines.total, [self = shared_from_this()](Reply reply) { self->on_details(reply); });
    }

    void on_details(const Reply& reply) {
        if (reply.kind != Reply::Kind::Answered) return finish(Kind::Temporary, "asking for the file: " + reply.error);
        const int status = reply.answer.status;
        if (status != 200) return finish(kind_of_error(status, reply.answer.body), fmt::format("asking for the file: HTTP {}", status));
        const Document document(reply.answer.body);
        const auto* details = document.object();
        if (!details) return finish(Kind::Temporary, "asking for the file: the answer cannot be read");
        if (object_at(*details, "error")) return finish(kind_of_error(status, reply.answer.body), "asking for the file: an error");
        const auto size = number_at(*details, "file_size").value_or(0);
        if (size > static_cast<std::int64_t>(plan_.settings.download_most)) return finish(Kind::TooLarge, fmt::format("{} bytes", size));
        sha256_ = string_at(*details, "sha256");
        const auto url = parse_url(string_at(*details, "url"));
        if (!url || !is_allowed(*url)) return finish(Kind::Forbidden, "the file lies on a host that is not allowed");
        url_ = *url;
        redirects_ = 0;
        fetch(true);
    }

    void fetch(bool with_token) {
        if (plan_.owner.expired()) return finish(Kind::Temporary, "stopped");
        const auto token = with_token ? plan_.token() : std::string();
        if (!token) return finish(Kind::Forbidden, "the access token is unusable");
        with_token_ = with_token;
        plan_.client.request(url_.origin, get_request(url_, *token), plan_.settings.download_most, plan_.settings.deadlines.download,
                             [self = shared_from_this()](Reply reply) { self->on_bytes(std::move(reply)); });
    }

    void on_bytes(Reply reply) {
        if (reply.kind == Reply::Kind::TooLarge) return finish(Kind::TooLarge, reply.error);
        // The url of the webhook is a short cut: whatever is wrong with it, the id can still be asked.
        const bool is_short_cut = times_asked_ == 0;
        if (reply.kind != Reply::Kind::Answered) return is_short_cut ? ask() : finish(Kind::Temporary, "fetching the file: " + reply.error);
        const int status = reply.answer.status;
        if (status == 200) return check(std::move(reply.answer.body));
        if (is_redirect(status)) return follow(reply.answer.location);
        if (is_short_cut || (is_expired(status) && times_asked_ < times_asked_most)) return ask();
        finish(kind_of_error(status, reply.answer.body), fmt::format("fetching the file: HTTP {}", status));
    }

    void follow(std::string_view location) {
        const auto next = resolve_url(url_, location);
        if (!next || !is_allowed(*next)) return finish(Kind::Forbidden, "redirected to a host that is not allowed");
        if (++redirects_ > limits::redirects) return finish(Kind::Forbidden, "redirected too often");
        const bool same_host = next->origin == url_.origin;
        url_ = *next;
        fetch(with_token_ && same_host);
    }

    void check(std::string bytes) {
        const std::string found = to_hex(sha256(bytes));
        for (const auto& claimed : {plan_.media.sha256, sha256_}) {
            const auto digest = digest_from_hex(claimed);
            if (digest && to_hex(*digest) != found) return finish(Kind::HashMismatch, "SHA-256 differs");
        }
        finish(Kind::Ok, {}, std::move(bytes));
    }

    DownloadPlan plan_;
    Url url_;
    std::string sha256_;  // what step one says
    int times_asked_ = 0, redirects_ = 0;
    bool with_token_ = true;
};

}  // namespace

void start_download(DownloadPlan plan) { std::make_shared<Download>(std::move(plan))->start(); }

}  // namespace webhooks

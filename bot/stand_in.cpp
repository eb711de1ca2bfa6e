#include "bot/stand_in.hpp"

#include "bot/clock.hpp"
#include "bot/phone_payload.hpp"
#include "bot/stand_in_message.hpp"
#include "bot/webhook_poster.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <condition_variable>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

namespace bot {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

namespace {

std::string sha256_hex(const std::string& bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
    return hex;
}

std::string error_body(int code) {
    return fmt::format(R"({{"error":{{"message":"(#{0}) scripted","type":"OAuthException","code":{0},"fbtrace_id":"StandIn"}}}})", code);
}

}  // namespace

struct StandIn::Impl {
    struct File {
        std::string bytes, mime;
    };

    Settings settings;
    asio::io_context io{1};
    tcp::acceptor acceptor{io};
    std::uint16_t port = 0;
    std::set<tcp::socket*> open;  // io thread

    mutable std::mutex mutex;
    mutable std::condition_variable changed;
    std::vector<Bubble> bubbles;
    std::map<std::string, File> files;
    std::deque<Trouble> troubles;
    std::deque<std::string> reports;
    bool reporting = false, ended = false;
    int attempts = 0, downloads = 0, next_id = 0;
    std::optional<std::uint16_t> service_port;

    std::thread network, reporter;

    explicit Impl(Settings chosen) : settings(std::move(chosen)) {
        listen();
        network = std::thread([this] {
            const auto work = asio::make_work_guard(io);
            io.run();
        });
        reporter = std::thread([this] { report(); });
    }

    ~Impl() {
        {
            const std::lock_guard lock(mutex);
            ended = true;
        }
        changed.notify_all();
        reporter.join();
        io.stop();
        network.join();
    }

    void listen() {
        const tcp::endpoint place(asio::ip::address_v4::loopback(), port);
        acceptor.open(place.protocol());
        acceptor.set_option(tcp::acceptor::reuse_address(true));
        acceptor.bind(place);
        acceptor.listen();
        port = acceptor.local_endpoint().port();
        asio::co_spawn(io, accept_all(this), asio::detached);
    }

    void close_all() {
        boost::system::error_code ignored;
        acceptor.close(ignored);
        for (tcp::socket* socket : open) socket->shutdown(tcp::socket::shutdown_both, ignored);
    }

    static asio::awaitable<void> accept_all(Impl* impl) {
        boost::system::error_code failed;
        while (impl->acceptor.is_open()) {
            tcp::socket socket = co_await impl->acceptor.async_accept(asio::redirect_error(asio::use_awaitable, failed));
            if (failed) co_return;
            asio::co_spawn(impl->io, serve(impl, std::move(socket)), asio::detached);
        }
    }

    static asio::awaitable<void> serve(Impl* impl, tcp::socket socket) {
        boost::beast::flat_buffer buffer;
        boost::system::error_code failed;
        impl->open.insert(&socket);
        while (!failed) {
            Request request;
            co_await http::async_read(socket, buffer, request, asio::redirect_error(asio::use_awaitable, failed));
            if (failed) break;
            std::optional<Response> response = impl->answer(request);
            if (!response) break;
            response->keep_alive(request.keep_alive());
            response->prepare_payload();
            co_await http::async_write(socket, *response, asio::redirect_error(asio::use_awaitable, failed));
            if (!response->keep_alive()) break;
        }
        impl->open.erase(&socket);
    }

    static Response reply(unsigned status, std::string body, std::string_view type = "application/json") {
        Response response(http::int_to_status(status), 11);
        response.set(http::field::content_type, boost::beast::string_view(type.data(), type.size()));
        response.body() = std::move(body);
        return response;
    }

    // nullopt: the connection is cut.
    std::optional<Response> answer(const Request& request) {
        const std::lock_guard lock(mutex);
        const std::string target(request.target());
        if (request[http::field::authorization] != "Bearer " + settings.token) return reply(401, error_body(190));
        if (request.method() == http::verb::post)
            return target.ends_with("/messages") ? take_message(request.body()) : reply(404, error_body(100));
        if (target.starts_with("/file/")) return file_bytes(target.substr(6));
        std::string name = target.substr(target.rfind('/') + 1);
        name = name.substr(0, name.find('?'));
        if (name == settings.phone_number_id)
            return reply(
                200,
                fmt::format(R"({{"id":"{}","status":"CONNECTED","display_phone_number":"+62 776 000 001","verified_name":"Sapa"}})", name));
        if (name == "subscribed_apps") return reply(200, R"({"data":[{"whatsapp_business_api_data":{"id":"1","name":"sapa"}}]})");
        return file_facts(name);
    }

    std::optional<Response> file_facts(const std::string& id) const {
        const auto found = files.find(id);
        if (found == files.end()) return reply(404, error_body(100));
        const File& file = found->second;
        return reply(
            200,
            fmt::format(
                R"({{"messaging_product":"whatsapp","url":"http://127.0.0.1:{}/file/{}","mime_type":"{}","sha256":"{}","file_size":{},"id":"{}"}})",
                port, id, file.mime, sha256_hex(file.bytes), file.bytes.size(), id));
    }

    std::optional<Response> file_bytes(const std::string& id) {
        const auto found = files.find(id);
        if (found == files.end()) return reply(404, {});
        ++downloads;
        changed.notify_all();
        return reply(200, found->second.bytes, found->second.mime);
    }

    std::optional<Trouble> next_trouble(const std::string& to) {
        for (auto it = troubles.begin(); it != troubles.end(); ++it) {
            if (!it->only_for.empty() && it->only_for != to) continue;
            Trouble found = *it;
            troubles.erase(it);
            return found;
        }
        return std::nullopt;
    }

    std::optional<Response> take_message(const std::string& body) {
        if (is_read_receipt(body)) return reply(200, R"({"success":true})");
        std::optional<Bubble> bubble = read_bubble(body);
        if (!bubble) return reply(400, error_body(100));
        ++attempts;
        const std::optional<Trouble> trouble = next_trouble(bubble->to);
        std::string id;
        if (!trouble || trouble->accept) id = deliver(std::move(*bubble));
        changed.notify_all();
        if (!trouble) return reply(200, fmt::format(R"({{"messaging_product":"whatsapp","contacts":[],"messages":[{{"id":"{}"}}]}})", id));
        if (trouble->http_status == 0) return std::nullopt;
        return reply(static_cast<unsigned>(trouble->http_status), trouble->body);
    }

    std::string deliver(Bubble bubble) {
        bubble.id = fmt::format("wamid.STANDIN{:08}", ++next_id);
        bubble.at = std::chrono::steady_clock::now();
        if (settings.statuses && service_port)
            for (const char* status : {"sent", "delivered"})
                reports.push_back(status_payload(settings.phone_number_id, bubble.id, bubble.to, bubble.opaque, status, system_now()));
        std::string id = bubble.id;
        bubbles.push_back(std::move(bubble));
        return id;
    }

    void report() {
        std::unique_lock lock(mutex);
        std::unique_ptr<WebhookPoster> poster;
        std::uint16_t port_of_poster = 0;
        for (;;) {
            changed.wait(lock, [this] { return ended || (!reports.empty() && service_port); });
            if (ended) return;
            const std::string body = std::move(reports.front());
            reports.pop_front();
            reporting = true;
            if (!poster || port_of_poster != *service_port) poster = std::make_unique<WebhookPoster>(*service_port, settings.app_secret);
            port_of_poster = *service_port;
            lock.unlock();
            poster->post(body);
            lock.lock();
            reporting = false;
            changed.notify_all();
        }
    }
};

StandIn::Trouble StandIn::error(int code, int http_status) { return {http_status, error_body(code), false, {}}; }
StandIn::Trouble StandIn::cut(bool accept) { return {0, {}, accept, {}}; }

StandIn::StandIn(Settings settings) : impl_(std::make_unique<Impl>(std::move(settings))) {}
StandIn::~StandIn() = default;

std::string StandIn::url() const { return fmt::format("http://127.0.0.1:{}", impl_->port); }
const StandIn::Settings& StandIn::settings() const { return impl_->settings; }

void StandIn::report_to(std::uint16_t service_port) {
    const std::lock_guard lock(impl_->mutex);
    impl_->service_port = service_port;
}

std::string StandIn::add_file(std::string bytes, std::string mime) {
    const std::lock_guard lock(impl_->mutex);
    std::string id = fmt::format("{}", 700'000'000'000 + ++impl_->next_id);
    impl_->files[id] = {std::move(bytes), std::move(mime)};
    return id;
}

void StandIn::trouble(Trouble trouble, int times) {
    const std::lock_guard lock(impl_->mutex);
    for (int i = 0; i < times; ++i) impl_->troubles.push_back(trouble);
}

void StandIn::clear_trouble() {
    const std::lock_guard lock(impl_->mutex);
    impl_->troubles.clear();
}

void StandIn::set_token(std::string token) {
    const std::lock_guard lock(impl_->mutex);
    impl_->settings.token = std::move(token);
}

std::vector<StandIn::Bubble> StandIn::bubbles() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->bubbles;
}

std::vector<StandIn::Bubble> StandIn::bubbles_for(const std::string& to) const {
    std::vector<Bubble> found = bubbles();
    std::erase_if(found, [&](const Bubble& bubble) { return bubble.to != to; });
    return found;
}

int StandIn::attempts() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->attempts;
}

int StandIn::downloads() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->downloads;
}

bool StandIn::wait_until(const std::function<bool(const std::vector<Bubble>&)>& holds, std::chrono::milliseconds most) const {
    std::unique_lock lock(impl_->mutex);
    return impl_->changed.wait_for(lock, most, [&] { return holds(impl_->bubbles); });
}

void StandIn::stop_listening() {
    std::promise<void> done;
    asio::post(impl_->io, [&] {
        impl_->close_all();
        done.set_value();
    });
    done.get_future().wait();
}

void StandIn::listen_again() {
    std::promise<void> done;
    asio::post(impl_->io, [&] {
        impl_->listen();
        done.set_value();
    });
    done.get_future().wait();
}

void StandIn::settle_statuses() {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait_for(lock, std::chrono::seconds(10), [this] { return impl_->reports.empty() && !impl_->reporting; });
}

}  // namespace bot

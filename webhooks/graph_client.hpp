// HTTP client for the Graph API: keep-alive connections, deadlines, TLS with certificate and host checks (plain http only to loopback).
// Never retries by itself. All callbacks come on the io thread.
#pragma once
#include "flows/inbound.hpp"
#include "webhooks/graph.hpp"
#include "webhooks/limits.hpp"
#include "webhooks/outcome.hpp"

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace webhooks {

struct GraphSettings {
    std::string url = "https://graph.facebook.com";
    std::string version = "v25.0";
    std::string phone_number_id;
    std::vector<std::string> media_hosts = {".fbsbx.com", ".fbcdn.net"};  // allowed hosts or ".suffix"es for downloads
    std::size_t connections_most = 64;
    std::size_t download_most = 16u << 20;
    std::string ca_file;  // trusted certificates; empty: the system's
    ClientDeadlines deadlines;
};

struct Downloaded {
    enum class Kind { Ok, Gone, TooLarge, HashMismatch, Forbidden, Temporary };
    Kind kind = Kind::Temporary;
    std::string bytes;
    std::string error;
};

class GraphClient final : public Graph {
public:
    // `token` is asked for at every request, so that a new token works without a restart.
    // Throws std::invalid_argument for a url that is neither https nor http to loopback, boost::system::system_error for an unreadable
    // ca_file.
    GraphClient(boost::asio::io_context&, GraphSettings, std::function<std::string()> token);
    ~GraphClient() override;

    void send(const std::string& phone_number_id, std::string json, std::function<void(SendOutcome)> done) override;
    void send_quietly(const std::string& phone_number_id, std::string json) override;
    // Two steps: the media id gives a url, the url gives the bytes; checks host, size and SHA-256.
    void download(const flows::Media&, const std::string& phone_number_id, std::function<void(Downloaded)> done);
    void get(const std::string& path, std::function<void(int http_status, std::string body)> done) override;

    std::size_t in_flight() const;
    void stop();  // closes idle connections; requests under way end with Unknown, those that were not written yet with NotSent

private:
    struct Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace webhooks

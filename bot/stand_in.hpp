// A small stand-in for WhatsApp on loopback, for `sapa demo` and for tests: it takes messages like the Graph API, remembers what each
// citizen got, serves registered files, reports deliveries by signed webhooks, and fails on request. It runs on threads of its own.
#pragma once
#include "flows/reply.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace bot {

class StandIn {
public:
    struct Settings {
        std::string token = "token-for-loopback";
        std::string app_secret = "secret-for-loopback";
        std::string phone_number_id = "100000000000001";
        bool statuses = true;  // sent and delivered for each message
    };
    // One message as a telephone shows it.
    struct Bubble {
        std::string to;                      // digits
        std::string type;                    // text, interactive, location, template
        std::string text;                    // body; a template: its parameters
        std::vector<flows::Option> options;  // of buttons or a list
        std::string opaque;                  // the sender's own id
        std::string id;                      // wamid that we gave
        std::chrono::steady_clock::time_point at{};
    };
    // How one of the next requests to send is treated.
    struct Trouble {
        int http_status = 500;  // with `body` as the answer; 0: the connection is cut without an answer
        std::string body;       // an error code as JSON: see error()
        bool accept = false;    // the citizen gets the message all the same
        std::string only_for;   // recipient's digits; empty: anybody
    };
    static Trouble error(int code, int http_status = 400);
    static Trouble cut(bool accept);

    explicit StandIn(Settings);
    StandIn() : StandIn(Settings{}) {}
    ~StandIn();

    std::string url() const;  // http://127.0.0.1:PORT
    const Settings& settings() const;
    void report_to(std::uint16_t service_port);  // where webhooks go

    std::string add_file(std::string bytes, std::string mime);  // returns the media id
    void trouble(Trouble, int times = 1);                       // the next sends
    void clear_trouble();
    void set_token(std::string);  // another one is accepted from now on

    std::vector<Bubble> bubbles() const;  // all, in order of arrival
    std::vector<Bubble> bubbles_for(const std::string& to) const;
    int attempts() const;  // requests to send, failed ones included
    int downloads() const;
    bool wait_until(const std::function<bool(const std::vector<Bubble>&)>&, std::chrono::milliseconds most) const;
    void stop_listening();   // as if WhatsApp were out of reach
    void listen_again();     // on the same port
    void settle_statuses();  // waits until every report so far was posted

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace bot

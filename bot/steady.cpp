#include "bot/steady.hpp"

#include <boost/asio/steady_timer.hpp>

#include <utility>

namespace bot {
namespace {

class SystemTimer final : public Timer {
public:
    explicit SystemTimer(boost::asio::io_context& io) : timer_(io) {}

    void call_at(SteadyTime at, std::function<void()> call) override {
        timer_.expires_at(at);
        timer_.async_wait([call = std::move(call)](const boost::system::error_code& cancelled) {
            if (!cancelled) call();
        });
    }
    void cancel() override { timer_.cancel(); }

private:
    boost::asio::steady_timer timer_;
};

}  // namespace

std::unique_ptr<Timer> SystemSteady::timer() { return std::make_unique<SystemTimer>(io_); }

}  // namespace bot

// What time alone brings about: drafts are reminded of and forgotten, returned requests expire, old message ids and stray files go. Every
// hour, and the daily part once a day, in pieces that citizens do not notice. A clock that jumped, or that is far from the time the
// database knows, never forgets or expires anything. Lives on the io thread.
#pragma once
#include "bot/catalog_store.hpp"
#include "bot/clock.hpp"
#include "bot/counters.hpp"
#include "bot/mailbox.hpp"
#include "bot/sender.hpp"
#include "bot/steady.hpp"
#include "bot/turn.hpp"
#include "storage/retention.hpp"
#include "storage/writer.hpp"

#include <chrono>
#include <functional>
#include <memory>

namespace bot {

class Housekeeping {
public:
    Housekeeping(Steady&, storage::Writer&, Mailbox&, CatalogStore&, Sender&, Counters&, Clock);

    void start();
    void stop();
    void run_once();  // the hourly part, and the daily part when it is due

private:
    using Turn = std::function<TurnResult(storage::Database&, const TurnInput&)>;

    void arm();
    bool clock_went_evenly();  // since the last look
    void on_clock(bool believed);
    void daily(flows::TimePoint now);
    void forget_piece(const storage::KeptSince&);
    void forget_on(const storage::KeptSince&);
    void sweep_files();
    void close_rested_calls(flows::TimePoint now);
    void remind(flows::TimePoint now);
    void forget_drafts(flows::TimePoint now);
    void expire_requests(flows::TimePoint now);
    void submit(Turn, std::function<void()> committed);
    template <typename List>
    void for_each(std::function<List(storage::Database&)> list, std::function<void(const typename List::value_type&)> each);

    Steady& steady_;
    std::unique_ptr<Timer> timer_;
    std::unique_ptr<Timer> next_piece_;
    storage::Writer& writer_;
    Mailbox& mailbox_;
    CatalogStore& catalogs_;
    Sender& sender_;
    Counters& counters_;
    Clock clock_;
    SteadyTime looked_steady_;
    flows::TimePoint looked_wall_;
    flows::TimePoint daily_due_{};
    storage::RetentionRound round_{.kind = storage::RetentionRound::kinds};  // none is under way
    bool stopping_ = false;
};

}  // namespace bot

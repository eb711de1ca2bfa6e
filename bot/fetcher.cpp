#include "bot/fetcher.hpp"

#include "bot/alarms.hpp"
#include "bot/turn.hpp"
#include "storage/sha256.hpp"

#include <fmt/format.h>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace bot {

using namespace std::chrono_literals;

struct Fetcher::Look {
    std::vector<storage::Attachment> due;
    std::optional<flows::TimePoint> next;
};

namespace {

constexpr auto pause_after_failure = 30s;
constexpr auto pause_without_room = 60s;  // and as soon as there is room

// The conversation may have dropped the file while it was on its way.
bool still_expected(storage::Database& db, flows::AttachmentId id) {
    const std::optional<storage::Attachment> now = storage::attachment(db, id);
    return now && now->state == "expected";
}

}  // namespace

Fetcher::Fetcher(boost::asio::io_context& io, storage::Writer& writer, Mailbox& mailbox, webhooks::GraphClient& graph, Channel& channel,
                 CatalogStore& catalogs, Sender& sender, Counters& counters, Clock clock, Settings settings)
    : timer_(io),
      writer_(writer),
      mailbox_(mailbox),
      graph_(graph),
      channel_(channel),
      catalogs_(catalogs),
      sender_(sender),
      counters_(counters),
      clock_(std::move(clock)),
      settings_(std::move(settings)) {}

Fetcher::~Fetcher() { disk_.join(); }

void Fetcher::stop() {
    stopping_ = true;
    timer_.cancel();
    disk_.join();
}

void Fetcher::wake() {
    if (stopping_) return;
    if (settings_.has_room && !settings_.has_room()) return look_when_due(clock_() + pause_without_room);
    if (looking_ || in_hand_.size() >= settings_.at_once) {
        look_again_ = true;
        return;
    }
    looking_ = true;
    look_again_ = false;
    auto look = std::make_shared<Look>();
    // Files in hand are still due in the database, so ask for as many more.
    const int most = static_cast<int>(settings_.at_once + in_hand_.size());
    storage::Job job;
    job.run = [look, most, now = clock_()](storage::Database& db) {
        look->due = storage::due_attachments(db, now, most);
        look->next = look->due.empty() ? storage::next_attachment_due(db) : std::nullopt;
    };
    job.done = [this, look](storage::Outcome outcome) {
        mailbox_.post([this, look, outcome] { outcome == storage::Outcome::Committed ? on_look(*look) : look_failed(); });
    };
    if (writer_.submit(std::move(job))) return;
    looking_ = false;
    look_when_due(clock_() + 1s);
}

void Fetcher::on_look(const Look& look) {
    looking_ = false;
    for (const storage::Attachment& attachment : look.due)
        if (!stopping_ && in_hand_.size() < settings_.at_once && !in_hand_.contains(attachment.id)) download(attachment);
    if (look.next) look_when_due(*look.next);
    if (look_again_ && in_hand_.size() < settings_.at_once) wake();
}

void Fetcher::look_failed() {
    looking_ = false;
    look_when_due(clock_() + pause_after_failure);
}

void Fetcher::look_when_due(flows::TimePoint due) {
    const auto at = std::chrono::steady_clock::now() + std::max<std::chrono::milliseconds>(due - clock_(), 10ms);
    if (stopping_ || (armed_for_ && *armed_for_ <= at)) return;
    armed_for_ = at;
    timer_.expires_at(at);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        armed_for_.reset();
        wake();
    });
}

void Fetcher::download(storage::Attachment attachment) {
    in_hand_.insert(attachment.id);
    const flows::Media media = attachment.media;
    graph_.download(media, channel_.current(), [this, attachment = std::move(attachment)](webhooks::Downloaded result) {
        if (stopping_) return finished(attachment.id);
        downloaded(attachment, std::move(result));
    });
}

void Fetcher::downloaded(const storage::Attachment& attachment, webhooks::Downloaded result) {
    const FetchDecision decision = after_download(result.kind, attachment.attempts + 1);
    switch (decision.kind) {
        case FetchDecision::Kind::Store:
            return keep(attachment, std::make_shared<std::string>(std::move(result.bytes)));
        case FetchDecision::Kind::Refuse:
            return refuse(attachment, decision.reason);
        case FetchDecision::Kind::Later:
            return postpone(attachment, decision.wait, std::move(result.error));
    }
}

void Fetcher::keep(const storage::Attachment& attachment, std::shared_ptr<std::string> bytes) {
    boost::asio::post(disk_, [this, attachment, bytes = std::move(bytes)] {
        const FileType type = file_type(*bytes);
        if (type.extension.empty()) return mailbox_.post([this, attachment] { refuse(attachment, "jenis"); });
        try {
            std::string path = storage::write_attachment(settings_.directory, *bytes, type.extension);
            const auto size = static_cast<std::int64_t>(bytes->size());
            mailbox_.post([this, attachment, path = std::move(path), mime = type.mime, hash = storage::sha256_hex(*bytes), size] {
                stored(attachment, path, mime, hash, size);
            });
        } catch (const std::exception& error) {
            mailbox_.post([this, attachment, what = std::string(error.what())] {
                log::alarm(Alarm::AttachmentNotWritten, "attachment={} error=\"{}\"", attachment.id, what);
                postpone(attachment, 60s, "disk");
            });
        }
    });
}

void Fetcher::stored(const storage::Attachment& attachment, std::string path, std::string mime, std::string sha256, std::int64_t size) {
    const auto run = [id = attachment.id, path = std::move(path), mime = std::move(mime), sha256 = std::move(sha256), size,
                      now = clock_()](storage::Database& db) {
        if (still_expected(db, id)) storage::attachment_stored(db, id, path, mime, sha256, size, now);
    };
    record(attachment, run, [this] { ++counters_.attachments_stored; });
}

void Fetcher::refuse(const storage::Attachment& attachment, std::string_view reason) {
    log::info("event=attachment_refused attachment={} citizen={} reason={}", attachment.id, attachment.citizen, reason);
    auto result = std::make_shared<TurnResult>();
    const auto run = [this, result, attachment, reason = std::string(reason), now = clock_()](storage::Database& db) {
        *result = {};
        if (!still_expected(db, attachment.id)) return;
        const flows::CatalogPtr catalog = catalogs_.current();
        *result = handle_refused_attachment(db, {*catalog, now, sender_.may_lease()}, attachment, reason);
    };
    record(attachment, run, [this, result] {
        ++counters_.attachments_refused;
        sender_.take(std::move(result->leased), result->due);
        if (result->attachments_due) wake();
    });
}

void Fetcher::postpone(const storage::Attachment& attachment, std::chrono::seconds wait, std::string error) {
    const flows::TimePoint due = clock_() + wait;
    const auto run = [id = attachment.id, due, error = std::move(error)](storage::Database& db) {
        if (still_expected(db, id)) storage::postpone_attachment(db, id, due, error);
    };
    record(attachment, run, [this] { ++counters_.attachments_postponed; });
}

void Fetcher::record(const storage::Attachment& attachment, std::function<void(storage::Database&)> run, std::function<void()> committed) {
    storage::Job job;
    job.run = std::move(run);
    job.done = [this, id = attachment.id, committed = std::move(committed)](storage::Outcome outcome) {
        mailbox_.post([this, id, outcome, committed] {
            if (outcome != storage::Outcome::Committed) return not_recorded(id);
            committed();
            finished(id);
        });
    };
    if (!writer_.submit(std::move(job))) not_recorded(attachment.id);
}

// The row is still due, so the file is fetched again; not at once, for the database is in trouble.
void Fetcher::not_recorded(flows::AttachmentId id) {
    in_hand_.erase(id);
    look_when_due(clock_() + pause_after_failure);
}

void Fetcher::finished(flows::AttachmentId id) {
    in_hand_.erase(id);
    wake();
}

}  // namespace bot

#include "desk/exchange.hpp"

#include "desk/verb.hpp"
#include "storage/requests.hpp"
#include "storage/writer.hpp"

#include <fmt/format.h>

#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace desk {

namespace {

struct Work {
    Question question;
    std::optional<Result> result;
    Counter counter;  // as the verb left it
    std::vector<storage::Outgoing> leased;
    bool queued_later = false;
    std::function<Result()> afterwards;
    std::string failure;
    std::function<void(Reply)> answered;
};

Result run_verb(Work& work, storage::Database& db) {
    const std::expected<Caller, Refusal> caller = identify(db, work.question.peer);
    if (!caller) return std::unexpected(caller.error());
    const Verb* verb = find_verb(work.question.request.verb);
    if (verb == nullptr)
        return std::unexpected(Refusal{Code::Usage, fmt::format("Perintah '{}' tidak dikenal.", work.question.request.verb)});
    if (!caller->may(verb->right)) return std::unexpected(denied(*caller, verb->right));
    Desk desk{db, *work.question.catalog, *caller, work.question.now, work.counter};
    Result result = verb->run(desk, *work.question.request.args);
    work.leased = std::move(desk.leased);
    work.queued_later = desk.queued_later;
    work.afterwards = std::move(desk.afterwards);
    return result;
}

// A job that throws is rolled back alone; the verb's words reach the clerk all the same.
void run(Work& work, storage::Database& db) {
    work.counter = work.question.counter;
    work.failure.clear();
    work.leased.clear();
    try {
        work.result = run_verb(work, db);
    } catch (const storage::Taken&) {
        work.result = std::unexpected(Refusal{Code::Taken, "Permohonan ini baru saja diambil rekan lain. Lihat: sapa antrean"});
        throw;
    } catch (const storage::IllegalChange&) {
        work.result = std::unexpected(Refusal{Code::State, "Status permohonan ini sudah berubah. Lihat dahulu: sapa antrean lihat NOMOR"});
        throw;
    } catch (const std::exception& error) {
        work.failure = error.what();
        work.result = std::unexpected(Refusal{Code::Failed, "Tidak berhasil, tidak ada yang berubah. Catatan layanan memuat sebabnya."});
        throw;
    }
}

std::string log_line(const Work& work, storage::Outcome outcome) {
    const Verb* known = find_verb(work.question.request.verb);
    const std::string_view verb = known == nullptr ? "?" : known->name;
    if (outcome == storage::Outcome::Lost) return fmt::format("desk: {} by {}: not committed", verb, work.question.peer.account);
    if (!work.failure.empty()) return fmt::format("desk: {} by {}: {}", verb, work.question.peer.account, work.failure);
    if (work.result && !*work.result && work.result->error().code == Code::Denied)
        return fmt::format("desk: {} by '{}': denied", verb, work.question.peer.account);
    return {};
}

void finish(Work& work, storage::Outcome outcome) {
    Reply reply;
    reply.log = log_line(work, outcome);
    const bool committed = outcome == storage::Outcome::Committed;
    if (outcome == storage::Outcome::Lost)
        work.result =
            std::unexpected(Refusal{Code::Busy, "Basis data sedang bermasalah; tidak ada yang berubah. Coba lagi sebentar lagi."});
    if (!work.result) work.result = std::unexpected(Refusal{Code::Failed, "Tidak berhasil, tidak ada yang berubah."});
    if (committed && work.question.committed) work.question.committed(work.question);
    reply.counter = committed ? std::move(work.counter) : std::move(work.question.counter);
    if (committed) {
        reply.leased = std::move(work.leased);
        reply.queued_later = work.queued_later;
        reply.afterwards = std::move(work.afterwards);
    }
    reply.line = reply_line(*work.result);
    if (reply.line.size() > reply_bytes_most) reply.line = reply_line(std::unexpected(Refusal{Code::Failed, "Jawabannya terlalu besar."}));
    work.answered(std::move(reply));
}

}  // namespace

void ask(storage::Writer& writer, Question question, std::function<void(Reply)> answered) {
    auto work = std::make_shared<Work>();
    work->question = std::move(question);
    work->answered = std::move(answered);
    storage::Job job;
    job.run = [work](storage::Database& db) { run(*work, db); };
    job.done = [work](storage::Outcome outcome) { finish(*work, outcome); };
    if (!writer.submit(std::move(job))) finish(*work, storage::Outcome::Lost);
}

}  // namespace desk

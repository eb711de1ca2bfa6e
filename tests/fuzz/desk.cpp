// Any lines on the clerks' socket: one line of answer to each, whoever asks, and the database goes on. Input: a byte that picks the
// account, then a request a line. Everything happens in one transaction that is never committed, so that every input meets the same office.
#include "desk/caller.hpp"
#include "desk/counter.hpp"
#include "desk/protocol.hpp"
#include "desk/verb.hpp"
#include "storage/clerks.hpp"
#include "storage/conversations.hpp"
#include "storage/database.hpp"
#include "storage/requests.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/shipped.hpp"
#include "tests/fuzz/temporary.hpp"

#include <boost/json.hpp>

#include <array>
#include <exception>
#include <string>

namespace {

namespace json = boost::json;

const flows::TimePoint now = flows::from_millis(1'795'300'000'000);
constexpr std::size_t line_most = 100'000;  // the limit of a connection is for memory; here it would only cost time

void file(storage::Database& db, const std::string& service, const std::string& phone, const std::string& name) {
    flows::Address address;
    address.phone = phone;
    const auto citizen = storage::citizen_for(db, address, now);
    storage::note_inbound(db, citizen, name, now);
    flows::FileRequest filing;
    filing.ticket = storage::next_ticket(db, now, 420);
    filing.service = service;
    filing.subject = filing.applicant = name;
    filing.answers["pemohon_nama"] = {name, name, {}};
    filing.papers = {{"KTP", flows::PaperState::Diterima, "", {}}, {"KK", flows::PaperState::Bawa, "", {}}};
    filing.due_at = now + std::chrono::hours{4};
    storage::file_request(db, citizen, filing, phone, "whatsapp", "warga", now);
}

struct Office {
    fuzz::TemporaryDirectory place;
    std::unique_ptr<storage::Database> db = storage::Database::open(place.path() / "data", "DABO");

    Office() {
        storage::put_clerk(*db, {"rini", "Rini", {"petugas"}}, now);
        storage::put_clerk(*db, {"adi", "Adi", {"petugas"}}, now);
        storage::put_clerk(*db, {"magang", "Magang", {"pembaca"}}, now);
        file(*db, "SKTM", "628120001001", "Siti Rahayu");
        file(*db, "SKD", "628120001002", "Budi bin Saleh");
        file(*db, "SKTM", "628120001003", "Maimunah");
    }

    void forget_files() const {
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(db->directory() / "attachments", none))
            std::filesystem::remove_all(entry.path(), none);
    }
};

// What desk/exchange does, without the writer's thread.
desk::Result answer(storage::Database& db, const desk::Peer& peer, const desk::Request& request, desk::Counter& counter) {
    const auto caller = desk::identify(db, peer);
    if (!caller) return std::unexpected(caller.error());
    const desk::Verb* verb = desk::find_verb(request.verb);
    if (verb == nullptr) return std::unexpected(desk::Refusal{desk::Code::Usage, "Perintah tidak dikenal."});
    if (!caller->may(verb->right)) return std::unexpected(desk::denied(*caller, verb->right));
    storage::sqlite::Savepoint savepoint(db.connection());
    desk::Counter changed = counter;
    desk::Desk desk{db, fuzz::shipped_catalog(), *caller, now, changed};
    try {
        desk::Result result = verb->run(desk, *request.args);
        savepoint.release();
        counter = std::move(changed);
        return result;
    } catch (const storage::sqlite::Error& error) {
        fuzz::promise(!error.fatal(), "no request hurts the database");
        savepoint.roll_back();
    } catch (const storage::Taken&) {
        savepoint.roll_back();
    } catch (const storage::IllegalChange&) {
        savepoint.roll_back();
    }
    return std::unexpected(desk::Refusal{desk::Code::State, "Sudah berubah."});
}

void check(const std::string& line) {
    fuzz::promise(line.ends_with('\n') && line.find('\n') == line.size() - 1, "an answer is one line");
    fuzz::promise(line.size() <= desk::reply_bytes_most, "an answer is bounded");
    boost::system::error_code failure;
    const json::value value = json::parse(line, failure);
    fuzz::promise(!failure && value.is_object(), "an answer is JSON");
    const json::object& reply = value.as_object();
    if (reply.at("ok").as_bool()) {
        fuzz::promise(reply.contains("data"), "a good answer has data");
    } else {
        fuzz::promise(desk::code_from_key(std::string_view(reply.at("code").as_string())).has_value(), "a refusal has a known code");
        fuzz::promise(!reply.at("message").as_string().empty(), "and a sentence");
    }
    const desk::Result read = desk::parse_reply(line);
    fuzz::promise(read.has_value() == reply.at("ok").as_bool(), "the commands read it as it is meant");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Office office;
    constexpr std::array<const char*, 6> accounts{"rini", "root", "adi", "magang", "tamu", ""};
    fuzz::Input input(data, size);
    const char* account = accounts[input.below(accounts.size())];
    const desk::Peer peer{account, std::string_view(account) == "root"};
    const storage::sqlite::Transaction never_committed(office.db->connection());
    desk::Counter counter;
    for (int number = 0; !input.empty() && number < 40; ++number) {
        const std::string_view line = input.text().substr(0, line_most);
        const auto request = desk::parse_request(line);
        check(desk::reply_line(request ? answer(*office.db, peer, *request, counter) : std::unexpected(request.error())));
    }
    if (!counter.files.empty()) desk::abandon(*office.db, counter);
    office.forget_files();
    return 0;
}

// A filed application as the conversation and the clerk's desk know it: statuses, the edges between them, states of its documents.
#pragma once
#include "flows/address.hpp"
#include "flows/answers.hpp"
#include "flows/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flows {

// A draft that was never filed is no request: it lives in the Session (status key "draf").
enum class Status { Diterima, Diperiksa, PerluPerbaikan, Diproses, Siap, Selesai, Ditolak, Batal, Kedaluwarsa };

std::string_view key(Status);  // diterima, diperiksa, perlu_perbaikan, …: the same in database, JSON and command line
std::optional<Status> status_from_key(std::string_view);
std::string_view shown(Status);  // "Diterima, menunggu diperiksa"

bool may_become(Status from, Status to);  // the table of legal edges
bool is_open(Status);                     // something can still happen
bool citizen_may_cancel(Status);

enum class PaperState { Belum, Diterima, Bawa, PerluPerbaikan };  // none yet; file received; brought to the counter; asked for again

std::string_view key(PaperState);  // belum, diterima, bawa, perlu_perbaikan
std::optional<PaperState> paper_state_from_key(std::string_view);

struct Paper {
    std::string code;  // document code
    PaperState state = PaperState::Belum;
    std::string reason;  // reason code when asked for again
    std::vector<AttachmentId> files;

    bool operator==(const Paper&) const = default;
};

// One thing that the clerk asked for again: a document or an answer.
struct Wanted {
    std::string code;
    bool is_field = false;
    std::string reason;
    std::string note;  // the clerk's own words, may be empty

    bool operator==(const Wanted&) const = default;
};

// What a citizen may know of an own request.
struct OwnRequest {
    std::string ticket;
    std::string service;
    Status status = Status::Diterima;
    std::string subject;  // whose letter
    TimePoint submitted_at{};
    std::optional<TimePoint> due_at;
    std::vector<Wanted> wanted;  // only in PerluPerbaikan
    std::string reason;          // code of a refusal; in a notice, the sentence itself
    Answers answers;             // only filled when something is wanted
};

}  // namespace flows

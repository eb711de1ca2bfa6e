// What must happen besides answering. Every effect becomes rows in the transaction that handles the message.
#pragma once
#include "flows/address.hpp"
#include "flows/answers.hpp"
#include "flows/inbound.hpp"
#include "flows/request.hpp"
#include "flows/time.hpp"

#include <string>
#include <variant>
#include <vector>

namespace flows {

// A draft was confirmed. Its ticket is the one that Facts offered.
struct FileRequest {
    std::string ticket;
    std::string service;
    std::string subject;    // whose letter
    std::string applicant;  // who asks
    Answers answers;
    std::vector<Paper> papers;  // every document that applies, in the service's order
    std::string agreed;
    TimePoint due_at{};
};

// A photograph or document to download. Its id is the one that Facts offered.
struct ExpectAttachment {
    AttachmentId id = 0;
    Media media;
};

// A file for a request that was returned.
struct AttachToRequest {
    std::string ticket;
    std::string document;
    AttachmentId file = 0;
};

struct AmendAnswer {
    std::string ticket;
    std::string field;
    Answer answer;
};

// Everything that was asked for again has come: the request returns to the queue.
struct ResubmitRequest {
    std::string ticket;
    TimePoint due_at{};
};

struct CancelRequest {
    std::string ticket;
};

// Files of a draft that was dropped.
struct DiscardAttachments {
    std::vector<AttachmentId> files;
};

// The citizen wants a person. `topic`: "petugas", "pengaduan", "darurat".
struct CallOfficer {
    std::string topic;
    std::string said;
};

// A message that the officer who talks with the citizen must see.
struct TellOfficer {
    std::string said;
};

struct EndOfficerTalk {};

using Effect = std::variant<FileRequest, ExpectAttachment, AttachToRequest, AmendAnswer, ResubmitRequest, CancelRequest, DiscardAttachments,
                            CallOfficer, TellOfficer, EndOfficerTalk>;

}  // namespace flows

// What became of an attempt to send, decided by the error table of the Cloud API. Pure.
#pragma once
#include <string>
#include <string_view>

namespace webhooks {

struct SendOutcome {
    enum class Kind {
        Accepted,         // message_id is set
        NotSent,          // connection failed before anything was written: try again
        Temporary,        // try again with back-off, counts as an attempt
        ThrottledNumber,  // everything slows down, no attempt burned
        ThrottledPair,    // only this citizen waits, no attempt burned
        Halt,             // token, permission, account: stop sending, alarm, keep everything queued
        WindowClosed,     // 24 hours are over: template or give up
        Rejected,         // final: a bug, or this citizen cannot be reached
        Unknown,          // the request left, the answer did not come
    };
    Kind kind = Kind::Unknown;
    std::string message_id;
    int code = 0;  // error.code, 0 when there is none
    int retry_after_seconds = 0;
    std::string error;  // for the log and the clerk: code, title, fbtrace_id; never personal data
};

SendOutcome classify(int http_status, std::string_view body);
SendOutcome::Kind classify_code(int error_code);  // the same table, for failed statuses

}  // namespace webhooks

// Every limit of the network side, with its reason.
#pragma once
#include <chrono>
#include <cstddef>

namespace webhooks {

namespace limits {

// Requests that come in.
inline constexpr std::size_t header_bytes = 8'192;                // WhatsApp sends about 600; nginx has the same limit
inline constexpr std::size_t header_fields = 64;                  // a proxy adds ten; more is an attack
inline constexpr std::size_t target_bytes = 1'024;                // the handshake with a challenge of 512 fits
inline constexpr std::size_t body_bytes = 4u << 20;               // WhatsApp sends up to 3 MB; a smaller limit would lose whole batches
inline constexpr std::size_t connections = 2'048;                 // a thousand people at once, and their buffers are 8 MiB
inline constexpr std::size_t buffered_bytes = 64u << 20;          // bodies of all connections together: 20 of the largest batches
inline constexpr std::size_t small_body_bytes = 16'384;           // not counted among them: a usual webhook always finds room
inline constexpr std::size_t requests_of_a_connection = 100'000;  // nothing lives for ever; renewing is cheap at this rate
inline constexpr std::size_t read_buffer = 4'096;                 // a header and a usual webhook in one read
inline constexpr std::size_t read_buffer_large = 65'536;          // while a large header or body comes in
inline constexpr std::size_t challenge_bytes = 512;               // real ones have ten digits
inline constexpr int backlog = 4'096;                             // a burst of redeliveries after an outage; the kernel may allow fewer
inline constexpr int retry_after_seconds = 30;                    // what 503 asks for; the disk or the queue needs a moment

// What the bodies contain.
inline constexpr std::size_t json_depth = 32;           // real payloads have 9 levels
inline constexpr std::size_t id_bytes = 1'024;          // message ids are opaque; 512 has been named as an upper bound
inline constexpr std::size_t name_bytes = 512;          // profile, file and place names: for people's eyes
inline constexpr std::size_t url_bytes = 4'096;         // media URLs have about 300
inline constexpr std::size_t title_bytes = 200;         // titles of errors and alerts: for a log line
inline constexpr std::size_t phone_digits = 20;         // E.164 has 15; some room for oddities
inline constexpr std::size_t unreadable_items = 1'000;  // more than WhatsApp puts in a batch: keep the whole body once instead

// What goes out (WhatsApp's limits that concern JSON alone; those of texts and labels are in flows/limits.hpp).
inline constexpr std::size_t option_id_bytes = 200;   // id of a list row; of a button 256
inline constexpr std::size_t callback_bytes = 512;    // biz_opaque_callback_data
inline constexpr std::size_t template_units = 1'024;  // a parameter of a template's body

// Requests of ours to WhatsApp.
inline constexpr std::size_t response_header_bytes = 32'768;  // Graph sends about 1.5 KiB, long debug headers included
inline constexpr std::size_t response_bytes = 1u << 20;       // answers have 200 bytes; an error page some KiB
inline constexpr std::size_t queued_requests = 10'000;        // the sender leases less; beyond it something is wrong
inline constexpr std::size_t date_bytes = 32;                 // a Date header has 29
inline constexpr int redirects = 3;                           // media hosts use none or one
inline constexpr int retry_after_most = 3'600;                // never believe a longer Retry-After

}  // namespace limits

// Absolute deadlines of one phase each: dripping bytes does not extend them.
struct Deadlines {
    std::chrono::milliseconds idle{15'000};    // between requests
    std::chrono::milliseconds header{10'000};  // from the first byte to the blank line
    std::chrono::milliseconds body{20'000};    // plus body_per_64k for each 64 KiB announced
    std::chrono::milliseconds body_per_64k{1'000};
    std::chrono::milliseconds answer{30'000};  // the commit; afterwards 503
    std::chrono::milliseconds write{10'000};
    std::chrono::milliseconds linger{2'000};  // after a refusal: lets the client read it before the connection is reset
    std::chrono::milliseconds drain{5'000};   // stop(): what is not done by then is cut
};

struct ClientDeadlines {
    std::chrono::milliseconds address{2'000};     // for one of several addresses of a host, so that a dead IPv6 route costs little
    std::chrono::milliseconds connect{5'000};     // name, TCP
    std::chrono::milliseconds handshake{5'000};   // TLS
    std::chrono::milliseconds total{30'000};      // from send() to the answer, waiting for a free connection included
    std::chrono::milliseconds download{120'000};  // a photograph over a slow line
    std::chrono::milliseconds idle{50'000};       // WhatsApp and most proxies close after 60 s
};

}  // namespace webhooks

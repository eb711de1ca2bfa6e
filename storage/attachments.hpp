// Received files: a row says what is expected, the file lies under attachments/ with a random name, written tmp → fsync → rename →
// fsync(dir).
#pragma once
#include "flows/address.hpp"
#include "flows/inbound.hpp"
#include "flows/time.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace storage {

class Database;

struct Attachment {
    flows::AttachmentId id = 0;
    flows::CitizenId citizen = 0;  // 0: brought to the counter
    flows::Media media;
    std::string state;  // expected, stored, refused, discarded
    std::string path;   // relative to the directory of the data
    std::string mime;   // what the content really is
    std::int64_t size = 0;
    std::string sha256;  // of the stored file
    std::string error;   // why it was refused, or why the last attempt failed
    int attempts = 0;
};

flows::AttachmentId next_attachment(Database&);  // peek
void expect_attachment(Database&, flows::AttachmentId, flows::CitizenId, const flows::Media&, flows::TimePoint);
std::optional<Attachment> attachment(Database&, flows::AttachmentId);
std::vector<Attachment> due_attachments(Database&, flows::TimePoint now, int most);  // expected and due; oldest first
std::optional<flows::TimePoint> next_attachment_due(Database&);
void postpone_attachment(Database&, flows::AttachmentId, flows::TimePoint due, std::string_view error);
void attachment_stored(Database&, flows::AttachmentId, std::string_view path, std::string_view mime, std::string_view sha256,
                       std::int64_t size, flows::TimePoint);
void attachment_refused(Database&, flows::AttachmentId, std::string_view reason, flows::TimePoint);
void discard_attachments(Database&, const std::vector<flows::AttachmentId>&);  // the files go after the commit: sweep_attachments

// Writes bytes durably and returns the path relative to `directory`. No database: may run on any thread.
std::string write_attachment(const std::filesystem::path& directory, std::string_view bytes, std::string_view extension);
// Removes files that no live row names (crash between file and row, discarded drafts) and returns how many. At start and daily. A young
// file may belong to a row that is about to be written, so it is spared; at start, before anything is fetched, no age is needed.
int sweep_attachments(Database&, std::chrono::seconds older_than = std::chrono::hours{1});

}  // namespace storage

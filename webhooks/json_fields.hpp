// Reading JSON that comes from outside: nothing throws, every field may be missing or of another type.
#pragma once
#include <boost/json/fwd.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

// A parsed text with its memory. Numbers out of range, duplicate keys (the last one counts) and a byte order mark are accepted.
class Document {
public:
    explicit Document(std::string_view text);
    ~Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;

    bool readable() const;
    const boost::json::object* object() const;  // null: unreadable, or something else

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

const boost::json::object* object_at(const boost::json::object&, std::string_view key);
const boost::json::array* array_at(const boost::json::object&, std::string_view key);
std::string_view string_at(const boost::json::object&, std::string_view key);             // empty when absent
std::string text_at(const boost::json::object&, std::string_view key);                    // a string, or an integer in digits
std::optional<std::int64_t> number_at(const boost::json::object&, std::string_view key);  // an integer, or a string of one
std::optional<double> real_at(const boost::json::object&, std::string_view key);          // finite; or a string of one

}  // namespace webhooks

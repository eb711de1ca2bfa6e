#include "webhooks/json_fields.hpp"

#include "webhooks/limits.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <cmath>

namespace json = boost::json;

namespace webhooks {

namespace {

std::string_view without_mark(std::string_view text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    return text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text;
}

json::parse_options options() {
    json::parse_options options;
    options.max_depth = limits::json_depth;
    return options;
}

}  // namespace

struct Document::Impl {
    explicit Impl(std::string_view text) : root(json::parse(without_mark(text), failure, &memory, options())) {}

    unsigned char first_block[8'192];  // a usual webhook needs no other memory
    json::monotonic_resource memory{first_block};
    json::error_code failure;
    json::value root;
};

Document::Document(std::string_view text) : impl_(std::make_unique<Impl>(text)) {}

Document::~Document() = default;

bool Document::readable() const { return !impl_->failure; }
const json::object* Document::object() const { return readable() ? impl_->root.if_object() : nullptr; }

const json::object* object_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const json::array* array_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value ? value->if_array() : nullptr;
}

std::string_view string_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    const auto* text = value ? value->if_string() : nullptr;
    return text ? std::string_view(text->data(), text->size()) : std::string_view();
}

std::string text_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    if (value && value->is_int64()) return std::to_string(value->get_int64());
    if (value && value->is_uint64()) return std::to_string(value->get_uint64());
    return std::string(string_at(from, key));
}

std::optional<std::int64_t> number_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    if (!value) return std::nullopt;
    if (value->is_int64()) return value->get_int64();
    const auto text = string_at(from, key);
    std::int64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<double> real_at(const json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    if (!value) return std::nullopt;
    double number = 0;
    if (value->is_number()) {
        number = value->to_number<double>();
    } else {
        const auto text = string_at(from, key);
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

}  // namespace webhooks

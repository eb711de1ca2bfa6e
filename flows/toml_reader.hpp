// Reads one table of an office's file. Every getter leaves `out` alone when the key is absent, and notes a mistake with its place when the
// value is not what was expected; so one reading finds all mistakes. Keys that were never asked for are unknown: finish() tells.
#pragma once
#include "flows/findings.hpp"
#include "flows/nearest.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

namespace flows {

struct TextRule {
    std::size_t units_most = 4'096;
    bool may_be_empty = false;
    bool one_line = false;
};

namespace rules {
inline constexpr TextRule line{.units_most = 120, .one_line = true};
inline constexpr TextRule optional_line{.units_most = 120, .may_be_empty = true, .one_line = true};
}  // namespace rules

enum class CodeStyle { Upper, Lower };  // KTP_ORTU, tgl_lahir

class TomlTable {
public:
    TomlTable(const toml::table&, Place, std::string path, Findings&);

    const std::string& path() const { return path_; }
    std::string path_of(std::string_view key) const { return path_ + "|" + std::string{key}; }
    const Place& place() const { return place_; }
    Findings& findings() const { return *findings_; }
    bool has(std::string_view key);
    bool is_table(std::string_view key) const;
    std::vector<std::string> keys() const;

    void text(std::string_view key, std::string& out, TextRule = {});
    void code(std::string_view key, std::string& out, CodeStyle);
    void texts(std::string_view key, std::vector<std::string>& out, TextRule = rules::line);  // one string or an array of strings
    void flag(std::string_view key, bool& out);
    void whole(std::string_view key, int& out, int least, int most);
    void whole(std::string_view key, std::optional<int>& out, int least, int most);
    void number(std::string_view key, double& out);
    void number(std::string_view key, std::optional<double>& out);
    void date(std::string_view key, std::chrono::year_month_day& out);
    void minute(std::string_view key, int& out);  // "07.30"

    using Visit = std::function<void(TomlTable&)>;
    void table(std::string_view key, const Visit&);
    void tables(std::string_view key, const Visit&);

    void require(std::string_view key);  // a mistake when it is absent
    void finish();

private:
    const toml::node* take(std::string_view key);
    Place place_of(const toml::node&) const;
    void wrong_type(const toml::node&, std::string_view key, std::string_view expected);
    void check_text(const toml::node&, std::string_view key, const std::string&, const TextRule&);

    const toml::table* table_;
    Place place_;
    std::string path_;
    Findings* findings_;
    std::vector<std::string> known_;
};

std::optional<int> minute_of_day(std::string_view);  // "07.30", "7:30"

}  // namespace flows

// The single checks of `sapa doctor`. Each tells what it found and, where something is wrong, what to do.
#pragma once
#include "bot/config.hpp"
#include "bot/secrets.hpp"
#include "flows/time.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace bot {

struct Finding {
    enum class Grade { Good, Doubtful, Bad };
    Grade grade = Grade::Good;
    std::string text;
};
using Findings = std::vector<Finding>;

inline Finding good(std::string text) { return {Finding::Grade::Good, std::move(text)}; }
inline Finding doubtful(std::string text) { return {Finding::Grade::Doubtful, std::move(text)}; }
inline Finding bad(std::string text) { return {Finding::Grade::Bad, std::move(text)}; }

Findings check_office(const Config&);
Findings check_directory(const Config&);  // whose, who may read it, which file system, room
// By the number that statfs gives. SQLite's write-ahead log needs shared memory and locks that only a local file system has.
Finding judge_file_system(const std::filesystem::path& directory, std::uint32_t type);
Finding check_flushes(const std::filesystem::path& directory);  // how long a promise to WhatsApp takes to keep
Findings check_database(const Config&);
Finding check_backup(const Config&, flows::TimePoint now);
Finding check_clock();                                     // as the kernel sees it
Finding check_clock(const Config&, flows::TimePoint now);  // against the Graph API's
Findings check_whatsapp(const Config&, const Secrets&);    // asks the Graph API

}  // namespace bot

#include "bot/doctor.hpp"

#include "bot/clock.hpp"
#include "bot/doctor_checks.hpp"
#include "bot/exit_codes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>

namespace bot {
namespace {

void add(Findings& all, Findings more) { std::ranges::move(more, std::back_inserter(all)); }

Findings from_texts(const std::vector<std::string>& texts, Finding::Grade grade) {
    Findings found;
    for (const std::string& text : texts) found.push_back({grade, text});
    return found;
}

Findings look_at_everything(const std::filesystem::path& config_file) {
    const LoadedConfig loaded = load_config(config_file, process_environment());
    if (!loaded.mistakes.empty()) return from_texts(loaded.mistakes, Finding::Grade::Bad);
    Findings all{{Finding::Grade::Good, "pengaturan terbaca"}};
    const ReadSecrets read = read_secrets(loaded.config);
    add(all, from_texts(read.mistakes, Finding::Grade::Bad));
    add(all, from_texts(read.advice, Finding::Grade::Doubtful));
    if (read.mistakes.empty()) all.push_back({Finding::Grade::Good, "rahasia lengkap"});
    add(all, check_office(loaded.config));
    add(all, check_directory(loaded.config));
    add(all, check_database(loaded.config));
    all.push_back(check_backup(loaded.config, system_now()));
    all.push_back(check_clock());
    if (!read.mistakes.empty()) return all;
    add(all, check_whatsapp(loaded.config, read.secrets));
    all.push_back(check_clock(loaded.config, system_now()));
    return all;
}

const char* sign(Finding::Grade grade) {
    switch (grade) {
        case Finding::Grade::Good:
            return "✓";
        case Finding::Grade::Doubtful:
            return "!";
        case Finding::Grade::Bad:
            return "✗";
    }
    return "✗";
}

}  // namespace

int run_doctor(const std::filesystem::path& config_file, desk::Streams io) {
    const Findings all = look_at_everything(config_file);
    for (const Finding& finding : all) io.out << sign(finding.grade) << ' ' << finding.text << '\n';
    const auto bad = std::ranges::count(all, Finding::Grade::Bad, &Finding::grade);
    if (bad == 0) return exit_ok;
    io.out << fmt::format("{} hal perlu dibetulkan.\n", bad);
    return exit_failed;
}

}  // namespace bot

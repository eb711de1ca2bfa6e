// The single checks of `sapa doctor`. Each tells what it found and, where something is wrong, what to do.
#pragma once
#include "bot/config.hpp"
#include "bot/secrets.hpp"

#include <string>
#include <vector>

namespace bot {

struct Finding {
    enum class Grade { Good, Doubtful, Bad };
    Grade grade = Grade::Good;
    std::string text;
};
using Findings = std::vector<Finding>;

Findings check_office(const Config&);
Findings check_directory(const Config&);
Findings check_database(const Config&);
Findings check_clock();
Findings check_whatsapp(const Config&, const Secrets&);  // asks the Graph API

}  // namespace bot

// Invented people with telephones. Some follow a plan to the end and answer what they are asked, others say whatever comes to mind.
#pragma once
#include "tests/sim/clock.hpp"
#include "tests/sim/plan.hpp"
#include "tests/sim/random.hpp"
#include "tests/sim/whatsapp.hpp"

#include <string>
#include <vector>

namespace sim {

struct Citizen {
    std::string phone, name, nik;
    std::vector<std::string> script;  // empty: says anything
    std::size_t at = 0;               // of the script
    int left = 0;                     // messages still to be said
    int heard = 0;                    // bubbles
    int patience = 0;                 // of which silence it is the end
};

class Citizens {
public:
    Citizens(Clock&, Random, const Plan&, WhatsApp&);

    void start();
    bool all_silent() const;
    const std::vector<Citizen>& all() const { return all_; }

private:
    void heard(const bot::StandIn::Bubble&);
    void speak_soon(Citizen&, milliseconds);
    void speak(Citizen&);
    void say(const Citizen&, const std::string&);
    std::string anything();

    Clock& clock_;
    Random random_;
    WhatsApp& whatsapp_;
    std::vector<Citizen> all_;
    int messages_ = 0;
};

}  // namespace sim

// One citizen and the office around, as storage and the clerks would be; checks every turn of the conversation.
#pragma once
#include "flows/step.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <string>
#include <vector>

namespace fuzz {

class Citizen {
public:
    explicit Citizen(const flows::Catalog&);

    void says(const decltype(flows::Inbound::content)&);
    void happens(const flows::Event&);
    void pass(std::chrono::hours time) { facts.now += time; }
    void clerk_moves(std::size_t request, flows::Status, std::size_t wanted = 1);  // only along the legal edges
    void settles();                                                                // after everything: "menu" leads to the menu

    const std::vector<flows::Option>& options() const { return options_; }  // of the last menu that was shown
    flows::Session session;
    flows::Facts facts;

private:
    void apply(const flows::FileRequest&);
    void apply(const flows::ExpectAttachment&);
    void apply(const flows::ResubmitRequest&);
    void apply(const flows::CancelRequest&);
    void apply(const flows::EndOfficerTalk&) { facts.officer_talking = false; }
    void apply(const flows::AttachToRequest&);
    void apply(const flows::AmendAnswer&);
    void apply(const auto&) {}
    flows::OwnRequest& own(const std::string& ticket);
    void check(const flows::Reply&);
    void check_turn(const flows::StepResult&);

    const flows::Catalog* catalog_;
    std::vector<flows::Option> options_;
    int filed_ = 0, messages_ = 0;
};

}  // namespace fuzz

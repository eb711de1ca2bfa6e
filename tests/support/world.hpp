// A small office in memory: one citizen, one clerk, no disk and no network. It keeps what step() decides, so that conversations can be
// played as text. The session goes through JSON between every two turns.
#pragma once
#include "flows/step.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace support {

class World {
public:
    explicit World(flows::CatalogPtr catalog, flows::TimePoint now);

    // What the citizen does. `unsent`: the earlier reply has not left yet. Returns what is said, one bubble an entry, and effects as "! …".
    std::vector<std::string> text(std::string_view body, bool unsent = false);
    std::vector<std::string> tap(std::string_view id);
    std::vector<std::string> media(flows::MediaKind, std::string_view caption, bool unsent = false);
    std::vector<std::string> event(const flows::Event&, bool unsent = false);

    // What the clerk does.
    std::vector<std::string> set_status(std::string_view status);
    std::vector<std::string> give_back(std::string_view code, std::string_view reason);
    void officer_talks(bool talking) { officer_talking_ = talking; }

    void advance(std::chrono::milliseconds time) { now_ += time; }
    void set_now(flows::TimePoint now) { now_ = now; }
    flows::TimePoint now() const { return now_; }
    const flows::Session& session() const { return session_; }
    const flows::StepResult& last() const { return last_; }
    const std::vector<flows::OwnRequest>& requests() const { return requests_; }
    void replace_catalog(flows::CatalogPtr catalog) { catalog_ = std::move(catalog); }

private:
    flows::Facts facts(bool unsent) const;
    void apply(const flows::Effect&, std::vector<std::string>& out);

    flows::CatalogPtr catalog_;
    flows::TimePoint now_;
    flows::Session session_;
    flows::StepResult last_;
    std::vector<flows::OwnRequest> requests_;
    flows::AttachmentId next_attachment_ = 1;
    int serial_ = 1;
    int message_ = 1;
    bool officer_talking_ = false;
};

std::string shown(const flows::Reply&);  // the bubble's text; a location pin as "[lokasi] …"

// The catalog that the program ships, loaded once.
flows::CatalogPtr shipped_catalog();

}  // namespace support

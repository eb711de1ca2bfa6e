// Plays tests/transcripts/*.txt. Anyone can read them and add one:
//
//   # a comment
//   @ 2026-11-23 08.00        the office's clock
//   + 2 hari                  time passes (menit, jam, hari)
//   > words                   the citizen writes
//   >> words                  … before the last reply has left (replies of one burst: only the last is heard)
//   > [svc:SKTM]              … taps an option
//   > {foto kk}               … sends a photograph with the caption "kk"; also {dokumen …}, {suara}, {video}, {stiker}, {lokasi}, {reaksi}
//   < a bubble                the bot answers; further lines of the same bubble as further "< " lines, a blank "<" inside
//   ! an effect
//   $ perlu_perbaikan RT pengantar_rt_tanpa_stempel    the clerk gives back
//   $ diproses                                         the clerk changes the status
//   $ petugas bicara | petugas selesai                 an officer talks
//
// SAPA_UPDATE=1 rewrites the "<" and "!" lines.
#include "flows/office_time.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using namespace flows;
using support::World;

struct Player {
    World world{support::shipped_catalog(), from_millis(1'795'399'200'000)};  // Monday 23 November 2026, 09.00 WIB
    std::vector<std::string> pending{};

    std::vector<std::string> say(std::string_view what, bool unsent) {
        if (what.starts_with("[")) return world.tap(what.substr(1, what.size() - 2));
        if (!what.starts_with("{")) return world.text(what, unsent);
        const auto inside = what.substr(1, what.size() - 2);
        const auto blank = inside.find(' ');
        const auto kind = inside.substr(0, blank);
        const auto caption = blank == std::string_view::npos ? std::string_view{} : inside.substr(blank + 1);
        if (kind == "foto") return world.media(MediaKind::Image, caption, unsent);
        if (kind == "dokumen") return world.media(MediaKind::Document, caption, unsent);
        if (kind == "suara") return world.media(MediaKind::Audio, caption, unsent);
        if (kind == "video") return world.media(MediaKind::Video, caption, unsent);
        if (kind == "stiker") return world.media(MediaKind::Sticker, caption, unsent);
        if (kind == "lokasi") return world.event(Inbound{"wamid.l", world.now(), "", Location{-0.5, 104.6, "", ""}}, unsent);
        if (kind == "reaksi") return world.event(Inbound{"wamid.r", world.now(), "", Unsupported{"reaction"}}, unsent);
        FAIL("unknown kind of message: " << what);
        return {};
    }

    std::vector<std::string> desk(const std::string& command) {
        std::istringstream in(command);
        std::string status, code, reason;
        in >> status >> code >> reason;
        if (status == "petugas") {
            world.officer_talks(code == "bicara");
            return {};
        }
        if (status == "perlu_perbaikan") return world.give_back(code, reason);
        if (status == "foto_rusak") return world.event(AttachmentRefused{std::stoll(code), reason});
        if (status == "ingatkan") return world.event(ReminderDue{});
        return world.set_status(status);
    }

    void wait(const std::string& time) {
        std::istringstream in(time);
        int count = 0;
        std::string unit;
        in >> count >> unit;
        world.advance(unit == "menit" ? std::chrono::minutes(count)
                      : unit == "jam" ? std::chrono::minutes(60 * count)
                                      : std::chrono::minutes(1440 * count));
    }

    void set_clock(const std::string& text) {
        int y = 0, mo = 0, d = 0, h = 0, m = 0;
        REQUIRE(std::sscanf(text.c_str(), "%d-%d-%d %d.%d", &y, &mo, &d, &h, &m) == 5);
        using namespace std::chrono;
        const year_month_day day{year(y), month(static_cast<unsigned>(mo)), std::chrono::day(static_cast<unsigned>(d))};
        world.set_now(to_utc(support::shipped_catalog()->office, day, h * 60 + m));
    }
};

void write_bubble(std::string& out, const std::string& bubble) {
    if (bubble.starts_with("! ")) {
        out += bubble + "\n";
        return;
    }
    std::istringstream lines(bubble);
    for (std::string line; std::getline(lines, line);) out += line.empty() ? "<\n" : "< " + line + "\n";
    out += "\n";
}

// The file as it would be with what is really said.
std::string play(const std::string& script) {
    Player player;
    std::string out;
    std::istringstream in(script);
    bool after_reply = false;
    for (std::string line; std::getline(in, line);) {
        const bool expected = line.starts_with("<") || line.starts_with("! ");
        if (expected || (line.empty() && after_reply)) continue;
        after_reply = false;
        std::vector<std::string> said;
        if (line.starts_with(">> "))
            said = player.say(std::string_view(line).substr(3), true);
        else if (line.starts_with("> "))
            said = player.say(std::string_view(line).substr(2), false);
        else if (line.starts_with("$ "))
            said = player.desk(line.substr(2));
        else if (line.starts_with("+ "))
            player.wait(line.substr(2));
        else if (line.starts_with("@ "))
            player.set_clock(line.substr(2));
        out += line + "\n";
        for (const auto& bubble : said) write_bubble(out, bubble);
        after_reply = !said.empty();
    }
    return out;
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("transcripts: every conversation is said as written", "[transcripts]") {
    int played = 0;
    for (const auto& entry : std::filesystem::directory_iterator(SAPA_SOURCE_DIR "/tests/transcripts")) {
        if (entry.path().extension() != ".txt") continue;
        const std::string script = read_file(entry.path());
        const std::string said = play(script);
        if (std::getenv("SAPA_UPDATE"))
            std::ofstream(entry.path()) << said;
        else {
            INFO(entry.path().filename().string());
            CHECK(script == said);
        }
        ++played;
    }
    CHECK(played > 0);
}

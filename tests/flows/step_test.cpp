// What must hold for every conversation, whatever is said: random people with a seed.
#include "flows/limits.hpp"
#include "flows/text.hpp"
#include "tests/support/world.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using namespace flows;
using support::World;

namespace {

const char* const things_people_say[] = {"1",
                                         "2",
                                         "3",
                                         "4",
                                         "5",
                                         "6",
                                         "7",
                                         "8",
                                         "9",
                                         "0",
                                         "10",
                                         "77",
                                         "halo",
                                         "assalamualaikum",
                                         "menu",
                                         "kembali",
                                         "batal",
                                         "status",
                                         "petugas",
                                         "bantuan",
                                         "privasi",
                                         "lanjut",
                                         "perbaiki",
                                         "setuju",
                                         "ya",
                                         "tidak",
                                         "nanti",
                                         "bawa",
                                         "contoh",
                                         "salah",
                                         "urut",
                                         "2 1 3",
                                         "selesai",
                                         "kirim",
                                         "ubah",
                                         "terima kasih",
                                         "Siti Rahayu",
                                         "Budi",
                                         "2104015203859002",
                                         "2104011203859001",
                                         "210401",
                                         "3/2",
                                         "rt 1 rw 2",
                                         "12 maret 1985",
                                         "kemarin",
                                         "30 november 2026",
                                         "2020",
                                         "1,5 juta",
                                         "Jl. Melati 3",
                                         "warung",
                                         "sktm buat berobat",
                                         "mau domisili",
                                         "skck",
                                         "surat nikah",
                                         "anak saya baru lahir",
                                         "meninggal",
                                         "pendatang",
                                         "keluarga satu kk",
                                         "belum menikah",
                                         "cerai hidup",
                                         "👍",
                                         "",
                                         "   ",
                                         "\xff\xfe",
                                         "a\u202e\u0300\u0300\u0300\u0300\u0300b",
                                         "%n{}{{x}}${}",
                                         "'; DROP TABLE",
                                         "DABO-2611-0001-3",
                                         "DABO 2611 0042 7",
                                         "lewati",
                                         "belum ada",
                                         "tidak ada",
                                         "asdf qwer"};

Event random_event(std::mt19937& random, const World& world) {
    const auto pick = [&](std::size_t n) { return random() % n; };
    Inbound inbound{"m" + std::to_string(random()), world.now(), "Siti", Text{things_people_say[pick(std::size(things_people_say))]}};
    switch (pick(12)) {
        case 0:
        case 1: {
            Media media;
            media.kind = pick(6) ? MediaKind::Image : static_cast<MediaKind>(pick(5));
            const char* const captions[] = {"", "", "", "ktp", "kk", "pengantar rt", "apa ini"};
            media.caption = captions[pick(std::size(captions))];
            inbound.content = media;
            break;
        }
        case 2:
        case 3:
            // A tap on something that is or was on the screen.
            for (const Reply& reply : world.last().replies)
                if (const auto* menu = std::get_if<Menu>(&reply.content); menu && !menu->options.empty()) {
                    const Option& option = menu->options[pick(menu->options.size())];
                    inbound.content = Choice{option.id, option.label};
                }
            break;
        case 4:
            if (pick(4) == 0) inbound.content = Location{1, 2, "", ""};
            if (pick(4) == 0) inbound.content = Unsupported{"poll"};
            if (pick(4) == 0) return AttachmentRefused{static_cast<AttachmentId>(pick(20)), "jenis"};
            if (pick(4) == 0) return ReminderDue{};
            break;
        default:
            break;
    }
    return inbound;
}

void check_reply(const Reply& reply) {
    const std::string body = support::shown(reply);
    CHECK_FALSE(body.empty());
    CHECK(utf16_units(body) <= limits::reply_units);
    CHECK(body.find("[baca.") == std::string::npos);
    CHECK(body.find('{') == std::string::npos);
    const auto* menu = std::get_if<Menu>(&reply.content);
    if (!menu) return;
    std::vector<std::string> ids;
    for (const Option& option : menu->options) {
        CHECK_FALSE(option.label.empty());
        CHECK(utf16_units(option.label) <= limits::label_units);
        CHECK(option.id.size() <= 200);
        ids.push_back(option.id);
    }
    std::ranges::sort(ids);
    CHECK(std::ranges::adjacent_find(ids) == ids.end());
}

bool expects_no_answer(const Event& event) {
    const auto* inbound = std::get_if<Inbound>(&event);
    if (!inbound) return true;
    const auto* media = std::get_if<Media>(&inbound->content);
    return media && media->kind == MediaKind::Sticker;
}

// Every file that was accepted is in a draft, in a request, or was discarded with a note: none vanishes.
struct FileLedger {
    std::vector<AttachmentId> live;

    void follow(const StepResult& result) {
        for (const Effect& effect : result.effects) {
            if (const auto* expected = std::get_if<ExpectAttachment>(&effect)) live.push_back(expected->id);
            if (const auto* discarded = std::get_if<DiscardAttachments>(&effect))
                for (const AttachmentId id : discarded->files) std::erase(live, id);
            if (const auto* attached = std::get_if<AttachToRequest>(&effect)) std::erase(live, attached->file);
            if (const auto* filed = std::get_if<FileRequest>(&effect))
                for (const Paper& paper : filed->papers)
                    for (const AttachmentId id : paper.files) std::erase(live, id);
        }
    }

    bool accounts_for(const Session& session) const {
        std::vector<AttachmentId> held;
        for (const Draft& draft : session.drafts) {
            held.insert(held.end(), draft.unnamed.begin(), draft.unnamed.end());
            for (const Paper& paper : draft.papers) held.insert(held.end(), paper.files.begin(), paper.files.end());
        }
        if (const auto* correction = std::get_if<asked::CorrectionFile>(&session.asked))
            held.insert(held.end(), correction->files.begin(), correction->files.end());
        return std::ranges::all_of(live, [&](AttachmentId id) { return std::ranges::find(held, id) != held.end(); });
    }
};

void clerk_acts(std::mt19937& random, World& world) {
    if (world.requests().empty()) return;
    switch (world.requests().front().status) {
        case Status::Diterima:
            world.set_status("diperiksa");
            break;
        case Status::Diperiksa:
            random() % 2 ? world.give_back(random() % 2 ? "KTP" : "nama", "foto_buram") : world.set_status("diproses");
            break;
        case Status::PerluPerbaikan:
            if (random() % 2) world.give_back("KK", "terpotong");
            break;
        case Status::Diproses:
            world.set_status("siap");
            break;
        default:
            break;
    }
}

}  // namespace

TEST_CASE("step: random people always get a proper answer and nothing is lost", "[step]") {
    for (unsigned seed = 1; seed <= 60; ++seed) {
        INFO("seed " << seed);
        std::mt19937 random(seed);
        World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
        FileLedger files;
        for (int turn = 0; turn < 150; ++turn) {
            if (random() % 15 == 0) clerk_acts(random, world);
            if (random() % 20 == 0) world.advance(std::chrono::hours(random() % 300));
            const Event event = random_event(random, world);
            const bool unsent = random() % 4 == 0;  // then an earlier answer is still to come
            world.event(event, unsent);
            for (const Reply& reply : world.last().replies) check_reply(reply);
            const bool answered = !world.last().replies.empty() || expects_no_answer(event) || unsent;
            CHECK(answered);
            files.follow(world.last());
            if (const auto* refused = std::get_if<AttachmentRefused>(&event)) std::erase(files.live, refused->file);
            CHECK(files.accounts_for(world.session()));
        }
        world.text("menu");
        CHECK(std::holds_alternative<asked::MainMenu>(world.session().asked));
    }
}

TEST_CASE("step: the same question twice gives the same answer", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    world.text("sktm");
    const Facts facts{world.now(), "DABO-2611-0001-3", 1, {}, false, false};
    const Inbound inbound{"m", world.now(), "Siti", Text{"1"}};
    const StepResult first = step(*support::shipped_catalog(), world.session(), inbound, facts);
    const StepResult second = step(*support::shipped_catalog(), world.session(), inbound, facts);
    CHECK(first.session == second.session);
    REQUIRE(first.replies.size() == second.replies.size());
    CHECK(support::shown(first.replies[0]) == support::shown(second.replies[0]));
}

TEST_CASE("step: a service file that changed meanwhile costs no draft", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    for (const char* said : {"skck", "1", "setuju", "1", "1", "Dewi Lestari", "2104015203859002"}) world.text(said);

    auto changed = std::make_shared<Catalog>(*support::shipped_catalog());
    Service& skck = *std::ranges::find(changed->services, "SKCK", &Service::code);
    Field extra;
    extra.code = "pekerjaan_sekarang";
    extra.label = "Pekerjaan";
    extra.question = "Pekerjaan sekarang?";
    skck.fields.insert(skck.fields.begin(), extra);
    std::erase_if(skck.fields, [](const Field& f) { return f.code == "tujuan"; });
    world.replace_catalog(changed);
    world.advance(std::chrono::days(14));

    const auto said = world.text("lanjut");
    REQUIRE(said.size() == 1);
    CHECK(said[0].find("Lanjut *") == 0);
    CHECK(said[0].find("Pekerjaan sekarang?") != std::string::npos);
    CHECK(world.text("buruh")[0].find("RT dan RW") != std::string::npos);
    CHECK(world.session().draft()->answers.at("nama").value == "Dewi Lestari");

    std::erase_if(changed->services, [](const Service& s) { return s.code == "SKCK"; });
    CHECK(world.text("1/2")[0].find("sudah tidak ada") != std::string::npos);
}

TEST_CASE("step: an old tap explains itself and changes nothing", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    for (const char* said : {"skck", "1", "setuju"}) world.text(said);
    const std::string old_tap = std::get<Menu>(world.last().replies[0].content).options[1].id;
    world.text("1");
    const auto before = world.session().draft()->answers;
    CHECK(world.tap(old_tap)[0].find("pertanyaan sebelumnya") != std::string::npos);
    CHECK(world.session().draft()->answers == before);
}

TEST_CASE("step: while an officer talks the bot is silent, until the citizen wants the menu", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    world.officer_talks(true);
    CHECK(world.text("pak bagaimana kelanjutannya?") == std::vector<std::string>{"! untuk petugas: pak bagaimana kelanjutannya?"});
    const auto said = world.text("menu");
    REQUIRE(said.size() == 2);
    CHECK(said[1] == "! percakapan petugas selesai");
}

TEST_CASE("step: photographs of a correction are not forgotten when the citizen walks away", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    for (const char* said : {"skck", "1", "setuju", "1", "1", "Dewi", "2104015203859002", "1", "1/1", "bawa", "ya"}) world.text(said);
    world.set_status("diperiksa");
    world.give_back("KTP", "foto_buram");
    world.give_back("KK", "foto_buram");
    world.media(MediaKind::Image, "");
    const auto said = world.text("menu");
    REQUIRE(said.size() == 2);
    CHECK(said[0].starts_with("Foto yang tadi belum kami pakai"));
    CHECK(said[1] == "! 1 foto dihapus");
}

TEST_CASE("step: a draft nobody touched for long is forgotten with its files", "[step]") {
    World world(support::shipped_catalog(), from_millis(1'795'399'200'000));
    for (const char* said : {"skck", "1", "setuju", "1", "1", "Dewi", "2104015203859002", "1", "1/1"}) world.text(said);
    world.media(MediaKind::Image, "ktp");
    world.advance(std::chrono::days(support::shipped_catalog()->office.draft_days + 1));
    const auto said = world.text("halo");
    CHECK(world.session().drafts.empty());
    CHECK(std::ranges::find(said, "! 1 foto dihapus") != said.end());
}

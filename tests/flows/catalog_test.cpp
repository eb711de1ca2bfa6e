#include "flows/catalog.hpp"

#include "flows/phrases.hpp"
#include "tests/flows/catalog_office.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using tests::OfficeCopy;

namespace {

flows::LoadedCatalog shipped(std::chrono::year_month_day day = tests::today) { return flows::load_catalog(SAPA_SOURCE_DIR "/flows", day); }

std::string every_line_with_crlf(const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return out;
}

const std::vector<std::string> office_files{"office.toml", "words.toml",     "reasons.toml",
                                            "cards.toml",  "documents.toml", "services/1-surat.toml"};

}  // namespace

TEST_CASE("the shipped files load without mistakes and without advice") {
    const auto loaded = shipped();
    CHECK(tests::listed(loaded.mistakes) == "");
    CHECK(tests::listed(loaded.advice) == "");
    REQUIRE(loaded.catalog);
    std::vector<std::string> codes;
    for (const auto& service : loaded.catalog->services) codes.push_back(service.code);
    CHECK(codes == std::vector<std::string>{"SKTM", "SKD", "SKU", "SKCK", "NIKAH", "LAHIR", "WAFAT", "SKBM"});
    CHECK(loaded.catalog->office.name == "Kelurahan Dabo");
    CHECK(loaded.catalog->office.region_code == "21.04.01.1001");
    CHECK(loaded.catalog->reasons.size() == 19);
    CHECK(loaded.catalog->phrases.size() == flows::phrase_specs().size());
}

TEST_CASE("the shipped services keep to the office's practice") {
    const auto loaded = shipped();
    REQUIRE(loaded.catalog);
    for (const auto& service : loaded.catalog->services) {
        INFO(service.code);
        CHECK(service.cost == "gratis");
        CHECK((service.document("RT") && service.document("KK")) != (service.code == "WAFAT"));
        CHECK(service.document("KUASA"));
        CHECK(service.field("hubungan"));
        CHECK(service.fields.front().code == "hubungan");
        CHECK(service.condolence == (service.code == "WAFAT"));
        for (const auto& document : service.documents) {
            INFO(document.code);
            CHECK(document.name.find("PBB") == std::string::npos);
        }
        for (const auto& field : service.fields) {
            INFO(field.code);
            if (!field.by_clerk) CHECK(!field.question.empty());
        }
    }
}

TEST_CASE("the shipped marriage letter asks by age on the wedding day") {
    const auto loaded = shipped();
    REQUIRE(loaded.catalog);
    const auto* service = loaded.catalog->service("NIKAH");
    REQUIRE(service);
    CHECK(service->field("tgl_lahir")->age == "umur_nikah");
    CHECK(service->field("tgl_lahir")->age_on == "tgl_nikah");
    CHECK(service->field("tgl_nikah")->warn_working_days == 10);
    const auto& parents = service->document("N5")->when;
    REQUIRE(parents.size() == 1);
    CHECK(parents.front().field == "umur_nikah");
    CHECK(parents.front().below == 21);
    CHECK(service->document("DISPENSASI")->when.front().below == 19);
}

TEST_CASE("shipped papers of two people want two photographs, those of one person want one") {
    const auto loaded = shipped();
    REQUIRE(loaded.catalog);
    const auto least = [&](std::string_view service, std::string_view document) {
        INFO(service << " " << document);
        const auto* found = loaded.catalog->service(service)->document(document);
        REQUIRE(found);
        return found->files_least;
    };
    CHECK(least("LAHIR", "KTP_ORTU") == 2);
    CHECK(least("LAHIR", "KTP_IBU") == 1);
    CHECK(least("LAHIR", "KTP_SAKSI") == 2);
    CHECK(least("NIKAH", "KTP_ORTU") == 2);
    CHECK(least("NIKAH", "KTP_AYAH") == 1);
    CHECK(least("NIKAH", "KTP_PASANGAN") == 1);
    CHECK(least("SKTM", "KTP_ORTU") == 1);
    CHECK(least("SKU", "KUASA") == 2);
    CHECK(least("WAFAT", "KUASA") == 1);
}

TEST_CASE("shipped witnesses are two people and neither is the one who reports") {
    const auto loaded = shipped();
    REQUIRE(loaded.catalog);
    for (const auto* code : {"LAHIR", "WAFAT", "SKBM"}) {
        INFO(code);
        const auto* service = loaded.catalog->service(code);
        CHECK(service->field("nama_saksi_1")->differs_from.find("pemohon_nama") != std::string::npos);
        CHECK(service->field("nama_saksi_2")->differs_from.find("pemohon_nama") != std::string::npos);
        CHECK(service->field("nama_saksi_2")->differs_from.find("nama_saksi_1") != std::string::npos);
    }
}

TEST_CASE("shipped optional questions leave the word about skipping to the conversation") {
    const auto loaded = shipped();
    REQUIRE(loaded.catalog);
    for (const auto& service : loaded.catalog->services) {
        for (const auto& field : service.fields) {
            INFO(service.code << " " << field.code);
            CHECK(field.question.find("*lewati*") == std::string::npos);
        }
    }
}

TEST_CASE("the shipped files ask to be reviewed when their date has come") {
    const auto loaded = shipped({std::chrono::year{2028}, std::chrono::January, std::chrono::day{1}});
    CHECK(loaded.catalog);
    const auto expired = std::ranges::count_if(loaded.advice, [](const auto& d) { return d.message.starts_with("tanggal tinjau ulang"); });
    CHECK(expired == 8);
}

TEST_CASE("conditions are read: one value, several, numbers") {
    const auto loaded = OfficeCopy{}.load();
    INFO(tests::listed(loaded.mistakes));
    REQUIRE(loaded.catalog);
    const auto* service = loaded.catalog->service("SURAT");
    REQUIRE(service);
    const auto& referral = service->document("RUJUKAN")->when;
    REQUIRE(referral.size() == 1);
    CHECK(referral.front().any_of == std::vector<std::string>{"kesehatan"});
    const auto& permit = service->document("IZIN")->when;
    REQUIRE(permit.size() == 2);
    const auto age = std::ranges::find(permit, "umur", &flows::Condition::field);
    REQUIRE(age != permit.end());
    CHECK(age->below == 21);
    CHECK(!age->at_least);
    CHECK(age->any_of.empty());
    const auto purpose = std::ranges::find(permit, "keperluan", &flows::Condition::field);
    REQUIRE(purpose != permit.end());
    CHECK(purpose->any_of == std::vector<std::string>{"kesehatan", "sekolah"});
}

TEST_CASE("a service starts from the shared documents and fields and changes single keys") {
    const auto loaded = OfficeCopy{}.load();
    REQUIRE(loaded.catalog);
    const auto* first = loaded.catalog->service("SURAT");
    const auto* second = loaded.catalog->service("IZIN");
    CHECK(first->document("KTP")->hint == "Terbaca.");
    CHECK(second->document("KTP")->hint == "Keempat sudutnya terlihat.");
    CHECK(second->document("KTP")->name == "KTP-el");
    CHECK(first->field("nik")->question == "NIK {nama}, 16 angka?");
    CHECK(first->field("nik")->type == flows::FieldType::Nik);
    CHECK(first->field("tidak_ada") == nullptr);
    CHECK(first->document("TIDAK_ADA") == nullptr);
}

TEST_CASE("the office's hours, zone and holidays are read") {
    const auto loaded = OfficeCopy{}.load();
    REQUIRE(loaded.catalog);
    const auto& office = loaded.catalog->office;
    CHECK(office.utc_offset_minutes == 480);
    CHECK(office.hours[1].opens == 450);
    CHECK(office.hours[2].closes == 960);
    CHECK(office.hours[2].break_starts == 720);
    CHECK(office.hours[5].closes == 690);
    CHECK(office.hours[5].break_starts == office.hours[5].break_ends);
    CHECK(office.hours[3].opens == office.hours[3].closes);
    CHECK(office.holidays.size() == 2);
    CHECK(office.holiday_names.begin()->second == "Hari Raya Natal");
    CHECK(office.draft_days == 14);
    CHECK(office.claim_minutes == 30);
}

TEST_CASE("files from Windows load: CRLF, a byte order mark, no last line end") {
    const auto plain = OfficeCopy{}.load();
    REQUIRE(plain.catalog);
    OfficeCopy office;
    for (const auto& file : office_files) {
        auto text = office.read(file);
        while (text.ends_with('\n')) text.pop_back();
        office.write(file, "\xEF\xBB\xBF" + every_line_with_crlf(text));
    }
    const auto loaded = office.load();
    CHECK(tests::listed(loaded.mistakes) == "");
    REQUIRE(loaded.catalog);
    CHECK(loaded.catalog->service("SURAT")->name == plain.catalog->service("SURAT")->name);
    CHECK(loaded.catalog->service("SURAT")->fields.size() == plain.catalog->service("SURAT")->fields.size());
}

TEST_CASE("many mistakes in many files are all told at once, in the order of files and lines") {
    OfficeCopy office;
    office.replace("office.toml", "\"WITA\"", "\"UTC\"");
    office.replace("cards.toml", "title", "titel");
    office.replace("reasons.toml", "\"Foto buram\"", "7");
    office.replace("services/1-surat.toml", "cost = \"gratis\"", "cost = \"\"");
    office.replace("services/1-surat.toml", "below = 21", "below = \"x\"");
    office.replace("services/2-izin.toml", "label = \"Izin\"", "label = ");
    const auto loaded = office.load();
    CHECK(loaded.catalog == nullptr);
    std::vector<std::string> places;
    for (const auto& mistake : loaded.mistakes) places.push_back(mistake.file + ":" + std::to_string(mistake.line));
    INFO(tests::listed(loaded.mistakes));
    CHECK(places == std::vector<std::string>{"cards.toml:1", "cards.toml:3", "office.toml:10", "reasons.toml:3", "services/1-surat.toml:6",
                                             "services/1-surat.toml:32", "services/2-izin.toml:3"});
}

TEST_CASE("sentences: a missing one, an unknown one, an unknown placeholder, all with their places") {
    OfficeCopy office;
    office.replace("phrases.toml", "\nsalam.perkenalan = ", "\nsalam.perkenalann = ");
    office.replace("phrases.toml", "\nsalam.waktu = \"Kalimat {waktu}", "\nsalam.waktu = \"Kalimat {wktu}");
    const auto unknown = std::to_string(office.line_of("phrases.toml", "salam.perkenalann"));
    const auto placeholder = std::to_string(office.line_of("phrases.toml", "{wktu}"));
    const auto loaded = office.load();
    const std::string found = tests::listed(loaded.mistakes);
    INFO(found);
    CHECK(loaded.mistakes.size() == 3);
    CHECK(found.find("phrases.toml: kalimat `salam.perkenalan` belum ada") != std::string::npos);
    CHECK(found.find("phrases.toml:" + unknown + ":21: kalimat `salam.perkenalann` tidak dikenal, maksud Anda `salam.perkenalan`?") !=
          std::string::npos);
    CHECK(found.find("phrases.toml:" + placeholder + ":15: isian {wktu} tidak dikenal di kalimat ini, maksud Anda `waktu`?") !=
          std::string::npos);
}

TEST_CASE("a sentence that must show a way out and does not is worth advice") {
    OfficeCopy office;
    auto text = office.read("phrases.toml");
    for (auto at = text.find("*0*"); at != std::string::npos; at = text.find("*0*")) text.replace(at, 3, "nol");
    office.write("phrases.toml", text);
    const auto loaded = office.load();
    const auto wanted = std::ranges::count_if(flows::phrase_specs(), &flows::PhraseSpec::shows_way_out);
    const auto told =
        std::ranges::count_if(loaded.advice, [](const auto& d) { return d.message.find("jalan keluar") != std::string::npos; });
    CHECK(loaded.catalog);
    CHECK(wanted > 0);
    CHECK(told == wanted);
}

TEST_CASE("services stand in the order of their file names, numbers as numbers") {
    OfficeCopy office;
    std::filesystem::rename(office.directory() / "services/1-surat.toml", office.directory() / "services/10-surat.toml");
    office.write("services/.1-surat.toml.swp", "");
    office.write("services/catatan.txt", "bukan layanan");
    const auto loaded = office.load();
    REQUIRE(loaded.catalog);
    CHECK(loaded.catalog->services.front().code == "IZIN");
    CHECK(loaded.catalog->services.back().code == "SURAT");
}

TEST_CASE("an empty directory and no directory are mistakes, not crashes") {
    OfficeCopy office;
    for (const auto& file : office_files) office.remove(file);
    office.remove("services/2-izin.toml");
    const auto loaded = office.load();
    CHECK(loaded.catalog == nullptr);
    CHECK(tests::listed(loaded.mistakes).find("services: tidak ada berkas layanan") != std::string::npos);
    CHECK(flows::load_catalog(office.directory() / "tidak-ada", tests::today).mistakes.size() == 7);
}

TEST_CASE("the fingerprint changes with any file and with nothing else") {
    OfficeCopy office;
    const auto before = office.load().catalog;
    const auto again = office.load().catalog;
    REQUIRE(before);
    REQUIRE(again);
    CHECK(before->fingerprint == again->fingerprint);
    office.replace("cards.toml", "diurus di", "selesai di");
    const auto after = office.load().catalog;
    REQUIRE(after);
    CHECK(after->fingerprint != before->fingerprint);
}

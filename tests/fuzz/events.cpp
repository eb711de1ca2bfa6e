// The same citizen, but every byte is a decision: taps on options that were really shown, fitting answers, bursts of photographs, time,
// clerks, officers. Gets far deeper into the conversation than words do.
#include "flows/session_json.hpp"
#include "tests/fuzz/citizen.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/shipped.hpp"

#include <array>

namespace {

// Between them they answer every kind of question, give every command and are right for none as well.
constexpr std::array<std::string_view, 64> sayings{"1",
                                                   "2",
                                                   "3",
                                                   "4",
                                                   "5",
                                                   "6",
                                                   "7",
                                                   "8",
                                                   "9",
                                                   "10",
                                                   "0",
                                                   "ya",
                                                   "tidak",
                                                   "setuju",
                                                   "benar",
                                                   "salah",
                                                   "cukup",
                                                   "nanti",
                                                   "selesai",
                                                   "lewati",
                                                   "menu",
                                                   "kembali",
                                                   "batal",
                                                   "status",
                                                   "petugas",
                                                   "bantuan",
                                                   "privasi",
                                                   "lanjut",
                                                   "perbaiki",
                                                   "contoh",
                                                   "ubah",
                                                   "halo",
                                                   "mau buat sktm",
                                                   "surat pindah dan domisili",
                                                   "dabo-2611-0001-1",
                                                   "bapak saya meninggal",
                                                   "Siti Rahayu",
                                                   "D'Rahman bin Saleh",
                                                   "2104015203859002",
                                                   "2104011203809003",
                                                   "2104011203859009",
                                                   "12 maret 1980",
                                                   "22/11/2026",
                                                   "30-12-2026",
                                                   "1-1-2031",
                                                   "08.30",
                                                   "1500000",
                                                   "Rp1,5 juta",
                                                   "003/002",
                                                   "628120000001",
                                                   "Jl. Merdeka No. 1, Dabo",
                                                   "Islam",
                                                   "kawin",
                                                   "laki-laki",
                                                   "Pelajar",
                                                   "3",
                                                   "2,5 m",
                                                   "Dabo",
                                                   "wiraswasta",
                                                   "november 2026",
                                                   "?",
                                                   "👍",
                                                   "1 3 2",
                                                   "lupa"};

constexpr std::array<std::string_view, 8> captions{"", "", "", "ktp", "kk", "pengantar rt", "foto rumah", "ini punya ibu"};
constexpr std::array<flows::Status, 6> moves{flows::Status::Diperiksa, flows::Status::PerluPerbaikan, flows::Status::PerluPerbaikan,
                                             flows::Status::Diproses,  flows::Status::Siap,           flows::Status::Ditolak};

void send_file(fuzz::Citizen& citizen, fuzz::Input& input) {
    constexpr std::array kinds{flows::MediaKind::Image,    flows::MediaKind::Image, flows::MediaKind::Image,
                               flows::MediaKind::Document, flows::MediaKind::Audio, flows::MediaKind::Sticker};
    flows::Media media;
    media.kind = kinds[input.below(kinds.size())];
    media.media_id = "media-" + std::to_string(citizen.facts.next_attachment);
    media.mime = media.kind == flows::MediaKind::Document ? "application/pdf" : "image/jpeg";
    media.caption = captions[input.below(captions.size())];
    citizen.says(media);
}

void tap(fuzz::Citizen& citizen, fuzz::Input& input) {
    if (citizen.options().empty()) return citizen.says(flows::Choice{"q:1:x:y", "lama"});
    const flows::Option& option = citizen.options()[input.below(citizen.options().size())];
    citizen.says(flows::Choice{option.id, option.label});
}

void event(fuzz::Citizen& citizen, fuzz::Input& input) {
    switch (input.below(16)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
            return tap(citizen, input);
        case 5:
        case 6:
        case 7:
            return citizen.says(flows::Text{std::string(sayings[input.below(sayings.size())])});
        case 8:
        case 9:
            return send_file(citizen, input);
        case 10:
            return citizen.says(flows::Text{fuzz::as_text(input.piece(1 + input.below(24)))});
        case 11:
            return citizen.pass(std::chrono::hours{static_cast<int>(input.below(6) * input.below(250))});
        case 12: {
            const flows::Status to = moves[input.below(moves.size())];
            const std::size_t request = input.below(4);
            return citizen.clerk_moves(request, to, input.below(256));
        }
        case 13:
            citizen.facts.prompt_unsent = input.coin();
            return;
        case 14:
            citizen.facts.officer_talking = input.coin();
            if (input.coin()) citizen.says(flows::Unsupported{input.coin() ? "poll" : "reaction"});
            return;
        default:
            if (input.coin()) return citizen.happens(flows::ReminderDue{});
            return citizen.happens(flows::AttachmentRefused{citizen.facts.next_attachment - static_cast<int>(input.below(4)), "hilang"});
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    fuzz::Citizen citizen(fuzz::shipped_catalog());
    for (int number = 0; !input.empty() && number < 120; ++number) event(citizen, input);
    citizen.settles();
    return 0;
}

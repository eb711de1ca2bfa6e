#include "tests/sim/citizens.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sim {

using namespace std::chrono_literals;

namespace {

using Script = std::vector<std::string>;

// {foto …} is a photograph with that caption. A way that leads to a request when nothing gets lost; a conversation that strays is fine,
// too.
const std::vector<Script>& scripts() {
    static const std::vector<Script> all{
        {"skck kerja", "1", "setuju", "1", "{nama}", "{nik}", "polsek", "rt 5 rw 1", "{foto ktp saya}", "bawa", "1", "status"},
        {"surat usaha untuk pinjaman bank", "mulai", "SETUJU", "saya sendiri", "{nama}", "{nik}", "belum bernama", "warung kelontong",
         "Jl. Pelabuhan 3", "1/2", "2020", "2", "bank syariah mana saja", "{foto ktp}", "{foto kk}", "{foto pengantar}",
         "{foto warung depan}", "{foto surat sewa}", "kirim"},
        {"surat janda cerai", "1", "ya", "1", "{nama}", "{nik}", "2/4", "KPR", "{foto akta cerai}", "{foto ktp}", "{foto kk}", "{foto rt}",
         "1", "status", "batal", "1"},
        {"halo", "petugas", "saya mau bertanya", "tentang surat tanah", "apakah bisa hari ini", "baik", "menu"},
    };
    return all;
}

const std::vector<std::string> first_names{"Maimunah", "Rahmat", "Dewi", "Budi", "Sri", "Hamdan", "Nurhayati", "Zulkifli"};
const std::vector<std::string> last_names{"Wahyuni", "Hidayat", "Lestari", "Hartono", "Saleh", "Firdaus", "Anggraini", "Syahputra"};

const std::vector<std::string> sayings{"halo",
                                       "assalamualaikum",
                                       "1",
                                       "2",
                                       "3",
                                       "0",
                                       "7",
                                       "menu",
                                       "batal",
                                       "status",
                                       "lagi",
                                       "ya",
                                       "tidak",
                                       "setuju",
                                       "nanti",
                                       "bawa",
                                       "kirim",
                                       "1",
                                       "1",
                                       "petugas",
                                       "buat surat miskin",
                                       "skck",
                                       "domisili",
                                       "12",
                                       "3/2",
                                       "RT 1 RW 2",
                                       "ubah",
                                       "privasi",
                                       "makasih",
                                       "{foto}",
                                       "{foto}",
                                       "{foto ktp}",
                                       "{foto kk}",
                                       "{nama}",
                                       "{nik}",
                                       "{suara}",
                                       "{lokasi}",
                                       "🙏🙏",
                                       "asdfgh",
                                       "2104014203859",
                                       "berapa lama min?",
                                       "Jl. Melati 5",
                                       "1990",
                                       "kerja",
                                       "{nomor}",
                                       "hapus data saya",
                                       "berhenti"};

}  // namespace

Citizens::Citizens(Clock& clock, Random random, const Plan& plan, WhatsApp& whatsapp)
    : clock_(clock), random_(random), whatsapp_(whatsapp) {
    for (int i = 0; i < plan.citizens; ++i) {
        const auto n = static_cast<std::size_t>(i);
        Citizen person;
        person.phone = fmt::format("62812000{:05}", 10'001 + i);
        person.name = first_names[n % first_names.size()] + " " + last_names[n % last_names.size()];
        person.nik = fmt::format("210401{:02}0385{}", 10 + i, 9'001 + i);
        person.left = plan.messages_each;
        if (random_.chance(0.5)) {
            person.script = random_.pick(scripts());
            person.left = static_cast<int>(person.script.size()) + 3;
        }
        all_.push_back(std::move(person));
    }
    whatsapp_.on_telephone = [this](const bot::StandIn::Bubble& bubble) { heard(bubble); };
}

void Citizens::start() {
    for (Citizen& person : all_) speak_soon(person, random_.between(0ms, 60s));
}

bool Citizens::all_silent() const {
    return std::ranges::all_of(all_, [](const Citizen& person) { return person.left == 0; });
}

void Citizens::heard(const bot::StandIn::Bubble& bubble) {
    const auto person = std::ranges::find(all_, bubble.to, &Citizen::phone);
    if (person == all_.end()) return;
    ++person->heard;
    if (!person->script.empty()) speak_soon(*person, random_.between(1s, 8s));
}

// Whatever was planned before is forgotten: one speaks after the last thing heard, or when nothing comes.
void Citizens::speak_soon(Citizen& person, milliseconds wait) {
    clock_.after(wait, [this, &person, planned = ++person.patience] {
        if (planned == person.patience) speak(person);
    });
}

void Citizens::speak(Citizen& person) {
    if (person.left == 0) return;
    --person.left;
    const bool follows = person.at < person.script.size() && random_.chance(0.95);
    say(person, follows ? person.script[person.at++] : anything());
    const bool twice = random_.chance(0.1);  // in one second
    if (twice && person.left > 0) {
        --person.left;
        say(person, anything());
    }
    if (person.script.empty()) return speak_soon(person, random_.chance(0.3) ? random_.between(100ms, 2s) : random_.between(2s, 90s));
    speak_soon(person, 60s);
}

std::string Citizens::anything() { return random_.pick(sayings); }

void Citizens::say(const Citizen& person, const std::string& what) {
    bot::PhoneMessage message;
    message.phone = person.phone;
    message.name = person.name;
    message.id = fmt::format("wamid.in.{}", ++messages_);
    message.at = clock_.true_time();
    if (what.starts_with("{foto")) {
        flows::Media photo;
        photo.media_id = fmt::format("9{:08}", messages_);
        photo.mime = "image/jpeg";
        if (what.size() > 6) photo.caption = what.substr(6, what.size() - 7);
        message.content = photo;
    } else if (what == "{suara}") {
        flows::Media voice;
        voice.kind = flows::MediaKind::Audio;
        voice.media_id = fmt::format("9{:08}", messages_);
        voice.mime = "audio/ogg";
        message.content = voice;
    } else if (what == "{lokasi}") {
        message.content = flows::Location{};
    } else if (what == "{nama}") {
        message.content = flows::Text{person.name};
    } else if (what == "{nik}") {
        message.content = flows::Text{person.nik};
    } else if (what == "{nomor}") {
        message.content = flows::Text{fmt::format("DABO-2611-{:04}", random_.between(1, 5))};
    } else {
        message.content = flows::Text{what};
    }
    whatsapp_.say(std::move(message));
}

}  // namespace sim

#include "bot/commands.hpp"

#include "bot/ballast_command.hpp"
#include "bot/check_command.hpp"
#include "bot/demo.hpp"
#include "bot/doctor.hpp"
#include "bot/exit_codes.hpp"
#include "bot/init_command.hpp"
#include "bot/intent_command.hpp"
#include "bot/replay.hpp"
#include "bot/restore_command.hpp"
#include "bot/serve.hpp"
#include "desk/queue_command.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace bot {
namespace {

constexpr const char* footer =
    "\nKode keluar: 0 beres; 1 gagal atau ada yang salah; 2 perintah keliru; 69 layanan tidak berjalan; 70 basis data rusak;\n"
    "74 disk menolak; 75 data sedang dipakai proses lain; 78 pengaturan atau berkas kantor salah. Perintah petugas: sapa queue --help\n"
    "Pengaturan: sapa.toml atau variabel SAPA_BAGIAN_KUNCI, misalnya SAPA_SERVER_LISTEN.";

struct Handed {
    std::string_view name;
    int (*run)(int, char**, desk::Streams);
};
// The clerk's commands bring their own parser, so that everything after their name is theirs.
constexpr Handed handed[] = {
    {"queue", desk::run_queue_command},
    {"antrean", desk::run_queue_command},
    {"clerk", desk::run_clerk_command},
    {"backup", desk::run_backup_command},
};

struct CommandLine {
    CLI::App app{"Sapa — layanan surat kelurahan lewat WhatsApp", "sapa"};
    std::function<int()> chosen;
    std::string config, directory;
    DemoOptions demo;

    explicit CommandLine(desk::Streams io) {
        speak_indonesian();
        app.set_version_flag("--version", "sapa " SAPA_VERSION, "Tampilkan versi")->group("Pilihan");
        app.require_subcommand(1);
        app.footer(footer);
        CLI::App* serve = app.add_subcommand("serve", "Menjalankan layanan: menerima, menjawab, mengambil berkas");
        serve->add_option("--config", config, "Berkas pengaturan (sapa.toml)")->check(CLI::ExistingFile);
        serve->callback([this, io] { chosen = [this, io] { return run_serve(config, io); }; });
        add_demo(io);
        add_replay(io);
        add_free_ballast(io);
        CLI::App* intent = app.add_subcommand("intent", "Membaca baris dari masukan baku, menulis KODE<TAB>teks");
        intent->callback([this, io] { chosen = [io] { return run_intent(io); }; });
        CLI::App* check = app.add_subcommand("check", "Memeriksa berkas kantor dan melaporkan semua kesalahan");
        check->add_option("direktori", directory, "Kosong: berkas yang akan dipakai layanan");
        check->callback([this, io] { chosen = [this, io] { return run_check(directory, io); }; });
        CLI::App* init = app.add_subcommand("init", "Menyalin berkas kantor bawaan untuk diubah");
        init->add_option("direktori", directory, "Direktori baru")->required();
        init->callback([this, io] { chosen = [this, io] { return run_init(directory, io); }; });
        CLI::App* doctor = app.add_subcommand("doctor", "Memeriksa apakah semuanya siap: berkas, basis data, token, jam");
        doctor->add_option("--config", config, "Berkas pengaturan (sapa.toml)")->check(CLI::ExistingFile);
        doctor->callback([this, io] { chosen = [this, io] { return run_doctor(config, io); }; });
        app.add_subcommand("queue", "Antrean petugas: daftar, ambil, periksa, kembalikan (juga: antrean)");
        app.add_subcommand("antrean", "Sama dengan queue");
        app.add_subcommand("clerk", "Mendaftar petugas dan perannya");
        app.add_subcommand("backup", "Membuat salinan data yang utuh selagi layanan berjalan");
        CLI::App* restore = app.add_subcommand("restore", "Memasang cadangan; layanan harus berhenti, data sekarang disimpan di samping");
        restore->add_option("berkas", directory, "Berkas dari sapa backup")->required()->check(CLI::ExistingFile);
        restore->add_option("--config", config, "Berkas pengaturan (sapa.toml)")->check(CLI::ExistingFile);
        restore->callback([this, io] { chosen = [this, io] { return run_restore(config, directory, io); }; });
        for (CLI::App* each : app.get_subcommands(nullptr)) {
            each->group("Perintah");
            each->get_help_ptr()->group("Pilihan");
        }
    }

    // The words of the clerk's commands. Whatever is added afterwards inherits them.
    void speak_indonesian() {
        app.option_defaults()->group("Pilihan");
        app.set_help_flag("-h,--help", "Tampilkan bantuan ini")->group("Pilihan");
        for (const auto& [theirs, ours] : {std::pair{"Usage", "Cara pakai"}, std::pair{"OPTIONS", "PILIHAN"},
                                           std::pair{"SUBCOMMAND", "PERINTAH"}, std::pair{"Positionals", "Isi"},
                                           std::pair{"REQUIRED", "(wajib)"}, std::pair{"TEXT", "TEKS"}, std::pair{"TEXT:FILE", "BERKAS"}})
            app.get_formatter()->label(theirs, ours);
    }

    void add_free_ballast(desk::Streams io) {
        CLI::App* command = app.add_subcommand("free-ballast", "Disk penuh: melepaskan ruang yang dicadangkan, juga tanpa layanan");
        command->add_option("--config", config, "Berkas pengaturan (sapa.toml)")->check(CLI::ExistingFile);
        command->callback([this, io] { chosen = [this, io] { return run_free_ballast(config, io); }; });
    }

    void add_replay(desk::Streams io) {
        CLI::App* command = app.add_subcommand("replay", "Memutar ulang rekaman lalu lintas ([record] path) ke basis data baru");
        command->add_option("berkas", directory, "Rekaman")->required()->check(CLI::ExistingFile);
        command->add_option("--data", demo.data, "Direktori data baru")->required();
        command->add_option("--config", config, "Berkas pengaturan (sapa.toml)")->check(CLI::ExistingFile);
        command->callback([this, io] { chosen = [this, io] { return run_replay(config, directory, demo.data, io); }; });
    }

    void add_demo(desk::Streams io) {
        CLI::App* command = app.add_subcommand("demo", "Mencoba semuanya tanpa WhatsApp: terminal ini menjadi HP warga");
        command->add_option("--data", demo.data, "Direktori data yang disimpan; kosong: sementara, dihapus sesudahnya");
        command->add_option("--as", demo.phone, "Nomor HP warga")->capture_default_str();
        command->add_option("--name", demo.name, "Nama profil WhatsApp warga")->capture_default_str();
        command->footer(
            "Baris yang diketik menjadi pesan. /foto BERKAS [keterangan], /dokumen BERKAS [keterangan],\n"
            "/lokasi LINTANG,BUJUR, /pilih NOMOR (mengetuk pilihan), /keluar.");
        command->callback([this, io] { chosen = [this, io] { return run_demo(demo, io); }; });
    }
};

}  // namespace

int run_program(int argc, char** argv, desk::Streams io) {
    if (argc > 1)
        for (const Handed& command : handed)
            if (command.name == argv[1]) return command.run(argc - 1, argv + 1, io);
    CommandLine line(io);
    try {
        line.app.parse(argc, argv);
    } catch (const CLI::ParseError& stopped) {
        const int code = line.app.exit(stopped, io.out, io.err);
        return code == 0 ? exit_ok : exit_usage;
    }
    return line.chosen ? line.chosen() : exit_usage;
}

}  // namespace bot

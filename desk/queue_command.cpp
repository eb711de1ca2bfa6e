#include "desk/queue_command.hpp"

#include "desk/queue_verbs.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <string>
#include <vector>

namespace desk {

namespace {

void json_option(CLI::App& app, Input& input) { app.add_flag("--json", input.json, "Keluaran JSON untuk program lain"); }
void ticket_option(CLI::App& app, Input& input) { app.add_option("nomor", input.ticket, "Nomor permohonan, boleh pendek: 42")->required(); }
void note_option(CLI::App& app, Input& input) { app.add_option("--note,--catatan", input.note, "Kalimat tambahan untuk warga"); }
void reason_option(CLI::App& app, Input& input) {
    app.add_option("--reason,--alasan", input.reason, "Kode alasan, lihat: sapa antrean alasan");
}

void list_options(CLI::App& app, Input& input) {
    json_option(app, input);
    app.add_option("--service,--layanan", input.service, "Hanya layanan ini");
    app.add_option("--status", input.statuses, "Hanya status ini (boleh beberapa)")->delimiter(',');
    app.add_flag("--mine,--saya", input.mine, "Hanya yang saya pegang");
    app.add_flag("--all,--semua", input.all, "Juga yang sudah selesai, ditolak atau batal");
}
void show_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    json_option(app, input);
    app.add_option("--reveal,--tampilkan", input.reveal, "Isian yang ditampilkan lengkap (dicatat)")->delimiter(',');
    app.add_option("--reason,--alasan", input.reason, "Untuk apa isian itu ditampilkan");
}
void history_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    json_option(app, input);
}
void calls_options(CLI::App& app, Input& input) {
    app.add_option("nomor", input.ticket, "Satu percakapan: P-3");
    json_option(app, input);
}
void open_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    app.add_option("berkas", input.document, "Kode berkas, misalnya KTP")->required();
    app.add_option("--out,--ke", input.out, "Berkas atau folder tujuan; - untuk keluaran baku");
    app.add_option("--number,--lembar", input.number, "Hanya lembar ini")->check(CLI::Range(1, 99));
    app.add_flag("--force,--timpa", input.force, "Timpa berkas yang sudah ada");
}
void take_options(CLI::App& app, Input& input) { app.add_option("nomor", input.ticket, "Tanpa nomor: yang paling mendesak"); }
void return_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    app.add_option("berkas", input.items, "Kode berkas atau isian; KODE=ALASAN untuk alasan sendiri-sendiri")->required();
    reason_option(app, input);
    note_option(app, input);
}
void reject_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    reason_option(app, input);
    note_option(app, input);
}
void done_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    app.add_option("--by,--oleh", input.by, "Siapa yang mengambil suratnya");
}
void words_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    app.add_option("kalimat", input.words, "Kalimatnya; - membaca dari masukan baku")->required();
}
void fill_options(CLI::App& app, Input& input) {
    ticket_option(app, input);
    app.add_option("isian", input.field, "Kode isian petugas")->required();
    app.add_option("nilai", input.words, "Nilainya; tanpa nilai atau -: dibaca dari masukan baku");
}
void hangup_options(CLI::App& app, Input& input) { app.add_option("nomor", input.ticket, "Nomor panggilan: P-3")->required(); }
void new_options(CLI::App& app, Input& input) { app.add_option("layanan", input.service, "Kode layanan, misalnya SKTM")->required(); }

constexpr std::array queue_commands{
    Command{"list", "daftar", "", "permohonan yang menunggu (juga tanpa perintah)", list_options, show_list},
    Command{"take", "ambil", "[NOMOR]", "pegang satu permohonan; tanpa nomor yang paling mendesak", take_options, take_request},
    Command{"show", "lihat", "NOMOR", "seluruh isi satu permohonan", show_options, show_request},
    Command{"open", "buka", "NOMOR BERKAS", "simpan foto berkas untuk dilihat", open_options, open_files},
    Command{"return", "kembalikan", "NOMOR BERKAS… --alasan KODE", "minta warga memperbaiki tepat yang salah", return_options,
            return_request},
    Command{"approve", "setujui", "NOMOR", "berkas benar, surat dibuat", ticket_option, approve_request},
    Command{"ready", "siap", "NOMOR", "surat siap diambil", ticket_option, make_ready},
    Command{"done", "selesai", "NOMOR", "surat sudah diambil", done_options, finish_request},
    Command{"reject", "tolak", "NOMOR --alasan KODE", "tidak dapat diproses", reject_options, reject_request},
    Command{"undo", "urung", "NOMOR", "batalkan perubahan terakhir selama kabarnya belum terkirim", ticket_option, undo_change},
    Command{"release", "lepas", "NOMOR", "lepaskan agar rekan dapat mengambil", ticket_option, release_request},
    Command{"fill", "isi", "NOMOR ISIAN NILAI", "lengkapi isian petugas", fill_options, fill_field},
    Command{"note", "catat", "NOMOR KALIMAT", "catatan untuk rekan, tidak dibaca warga", words_options, add_note},
    Command{"history", "riwayat", "NOMOR", "siapa berbuat apa, kapan", history_options, show_history},
    Command{"calls", "panggilan", "[P-NOMOR]", "warga yang ingin bicara dengan petugas", calls_options, show_calls},
    Command{"reply", "balas", "NOMOR|P-NOMOR KALIMAT", "tulis kepada warga; bot diam selama itu", words_options, reply_to_citizen},
    Command{"hangup", "tutup", "P-NOMOR", "tutup percakapan; bot menjawab lagi", hangup_options, hang_up},
    Command{"new", "baru", "LAYANAN", "permohonan warga yang datang ke loket", new_options, serve_walk_in},
    Command{"reasons", "alasan", "", "kode alasan pengembalian dan penolakan", json_option, show_reasons},
};

void add_clerk_options(CLI::App& app, Input& input) {
    app.add_option("akun", input.account, "Nama akun sistem orangnya")->required();
    app.add_option("--name,--nama", input.name, "Nama yang dilihat rekan");
    app.add_option("--role,--peran", input.roles, "petugas, pembaca, admin (boleh beberapa)")->delimiter(',');
}
void remove_clerk_options(CLI::App& app, Input& input) { app.add_option("akun", input.account, "Nama akun sistem orangnya")->required(); }

constexpr std::array clerk_commands{
    Command{"list", "daftar", "", "siapa saja yang boleh memakai antrean", json_option, list_clerks},
    Command{"add", "tambah", "AKUN --nama NAMA --peran PERAN", "daftarkan atau ubah seorang petugas", add_clerk_options, add_clerk},
    Command{"remove", "hapus", "AKUN", "cabut hak seorang petugas", remove_clerk_options, remove_clerk},
};

void backup_options(CLI::App& app, Input& input) {
    app.add_option("berkas", input.path, "Berkas cadangan yang ditulis layanan")->required();
}

constexpr std::array backup_commands{
    Command{"backup", "backup", "BERKAS", "salinan data yang utuh, selagi layanan berjalan; foto di BERKAS.attachments", backup_options,
            write_backup},
};

std::vector<std::string> arguments_of(int argc, char** argv) {
    return argc > 1 ? std::vector<std::string>(argv + 1, argv + argc) : std::vector<std::string>{};
}

}  // namespace

int run_queue_command(int argc, char** argv, Streams io) {
    const Program program{"sapa antrean", "antrean petugas", "list", queue_commands};
    return run_program(program, arguments_of(argc, argv), io);
}

int run_clerk_command(int argc, char** argv, Streams io) {
    const Program program{"sapa clerk", "siapa yang boleh memakai antrean", "list", clerk_commands};
    return run_program(program, arguments_of(argc, argv), io);
}

int run_backup_command(int argc, char** argv, Streams io) {
    const Program program{"sapa", "salinan data yang utuh", "", backup_commands};
    std::vector<std::string> words = arguments_of(argc, argv);
    words.insert(words.begin(), "backup");
    return run_program(program, words, io);
}

}  // namespace desk

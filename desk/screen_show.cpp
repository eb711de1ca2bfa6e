// One request in full, its history, the reasons, the talks with citizens.
#include "desk/data.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"
#include "desk/table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

constexpr std::size_t label_width = 10;
constexpr std::size_t history_lines_most = 8;

void line(Session& session, std::string_view label, const std::string& value) {
    if (value.empty()) return;
    session.io.out << wrap(pad_columns(label, label_width) + ' ' + value, session.io.width, label_width + 1) << '\n';
}

std::string rows(const std::vector<Row>& cells, std::size_t width) {
    if (cells.empty()) return {};
    std::size_t widest = 0, second = 0;
    for (const Row& row : cells) {
        widest = std::max(widest, columns(row[0]));
        second = std::max(second, columns(row[1]));
    }
    std::string out;
    for (const Row& row : cells)
        out += wrap(fmt::format("  {}  {}  {}", pad_columns(row[0], widest), pad_columns(row[1], second), row[2]), width, 4) + '\n';
    return out;
}

std::string person(const json::value& request) {
    std::string out = text_in(request, "applicant");
    if (const std::string phone = text_in(request, "phone"); !phone.empty()) out += (out.empty() ? "" : ", ") + phone;
    return out + (text_in(request, "channel") == "loket" ? " (loket)" : " (WhatsApp)");
}

std::string due(const json::value& request) {
    const std::string shown = text_in(request, "due_shown"), urgency = text_in(request, "urgency");
    if (shown.empty()) return {};
    return shown + (urgency == "late" ? " – SUDAH LEWAT" : urgency == "near" ? " – sebentar lagi" : "");
}

std::string claim(const json::value& request) {
    const std::string name = text_in(request, "claimed_by");
    if (name.empty()) return "-";
    return fmt::format("{} sampai {} (sisa {} mnt)", flag_in(request, "mine") ? "Anda" : name, text_in(request, "claimed_until_shown"),
                       number_in(request, "claim_minutes_left"));
}

void print_head(Session& session, const json::value& request) {
    session.io.out << text_in(request, "ticket") << " · " << text_in(request, "service") << " · " << text_in(request, "status") << '\n';
    line(session, "Surat", text_in(request, "service_name"));
    line(session, "Untuk", text_in(request, "subject"));
    line(session, "Pemohon", person(request));
    line(session, "Masuk", text_in(request, "submitted_shown"));
    line(session, "Tenggat", due(request));
    line(session, "Status", text_in(request, "status_shown"));
    line(session, "Alasan", text_in(request, "reason_label"));
    line(session, "Petugas", claim(request));
}

struct Doubt {
    std::string_view code, words;
};
constexpr std::array doubt_table{
    Doubt{"nik_tanggal", "tanggal di NIK janggal"},
    Doubt{"nik_beda_tgl_lahir", "tanggal lahir di NIK berbeda"},
    Doubt{"nik_beda_jk", "jenis kelamin di NIK berbeda"},
    Doubt{"nik_nol", "nomor urut NIK nol"},
    Doubt{"kk_seperti_nik", "nomor KK mirip NIK"},
    Doubt{"kk_tanggal", "tanggal di nomor KK janggal"},
    Doubt{"kk_nol", "nomor urut KK nol"},
    Doubt{"nama_pendek", "nama sangat pendek"},
    Doubt{"nama_satu_kata", "nama satu kata"},
    Doubt{"tanggal_perkiraan", "tanggalnya ditebak dari tulisan warga"},
    Doubt{"tanggal_beda_hari", "hari dan tanggal tidak cocok"},
    Doubt{"tanggal_mepet", "tanggal sudah dekat"},
    Doubt{"bulan_perkiraan", "bulannya ditebak dari tulisan warga"},
    Doubt{"rw_tidak_ada", "RW tidak ada"},
};

std::string doubt_words(std::string_view code) {
    const auto found = std::ranges::find(doubt_table, code, &Doubt::code);
    return std::string(found == doubt_table.end() ? code : found->words);
}

void print_answers(Session& session, const json::value& request) {
    std::vector<Row> cells;
    const json::value& answers = value_in(request, "answers");
    if (answers.is_object())
        for (const auto& [code, answer] : answers.as_object()) {
            std::string shown = inert(text_in(answer, "shown"));
            std::vector<std::string> doubts;
            for (const json::value& doubt : list_in(answer, "doubts"))
                if (doubt.is_string()) doubts.push_back(doubt_words(std::string_view(doubt.as_string())));
            if (!doubts.empty()) shown += fmt::format("  ? periksa: {}", fmt::join(doubts, ", "));
            cells.push_back({std::string(code), text_in(answer, "label"), std::move(shown)});
        }
    for (const json::value& field : list_in(request, "to_fill"))
        cells.push_back({text_in(field, "code"), text_in(field, "label"), "(diisi petugas)"});
    if (!cells.empty()) session.io.out << "Isian\n" << rows(cells, session.io.width);
}

std::string paper_words(const json::value& document) {
    const std::string state = text_in(document, "state");
    const std::int64_t files = number_in(document, "files"), lost = number_in(document, "lost");
    if (state == "diterima") {
        if (lost == 0) return fmt::format("{} foto", files);
        return lost < files ? fmt::format("{} foto, {} tidak sampai", files - lost, lost) : "fotonya tidak sampai; minta lagi";
    }
    if (state == "bawa") return "dibawa ke loket";
    if (state == "perlu_perbaikan") return "diminta lagi: " + text_in(document, "reason_label");
    return flag_in(document, "optional") ? "tidak wajib" : "belum ada";
}

void print_papers(Session& session, const json::value& request) {
    std::vector<Row> cells;
    for (const json::value& document : list_in(request, "documents")) {
        cells.push_back(
            {(has_arrived(document) ? "☑ " : "☐ ") + text_in(document, "code"), text_in(document, "label"), paper_words(document)});
    }
    if (!cells.empty()) session.io.out << "Berkas\n" << rows(cells, session.io.width);
}

void print_wanted(Session& session, const json::value& request) {
    std::vector<Row> cells;
    for (const json::value& wanted : list_in(request, "wanted")) {
        const std::string note = text_in(wanted, "note");
        cells.push_back(
            {text_in(wanted, "code"), text_in(wanted, "label"), text_in(wanted, "reason_label") + (note.empty() ? "" : " – " + note)});
    }
    if (!cells.empty()) session.io.out << "Diminta dari warga\n" << rows(cells, session.io.width);
}

struct ActionWords {
    std::string_view action, words;
};
constexpr std::array actions{
    ActionWords{"submit", "mengajukan"},       ActionWords{"take", "mengambil"},         ActionWords{"release", "melepas"},
    ActionWords{"return", "mengembalikan"},    ActionWords{"resubmit", "melengkapi"},    ActionWords{"approve", "menyetujui"},
    ActionWords{"ready", "surat siap"},        ActionWords{"done", "menyelesaikan"},     ActionWords{"reject", "menolak"},
    ActionWords{"cancel", "membatalkan"},      ActionWords{"expire", "kedaluwarsa"},     ActionWords{"undo", "mengurungkan"},
    ActionWords{"note", "mencatat"},           ActionWords{"reply", "menulis ke warga"}, ActionWords{"open", "membuka berkas"},
    ActionWords{"reveal", "menampilkan data"}, ActionWords{"amend", "mengubah isian"},   ActionWords{"show", "melihat"},
};

std::string in_words(const std::string& action) {
    for (const ActionWords& row : actions)
        if (row.action == action) return std::string(row.words);
    return action;
}

std::string step_words(const json::value& entry) {
    const std::string from = text_in(entry, "from"), to = text_in(entry, "to"), action = text_in(entry, "action");
    const std::string note = action == "undo" ? in_words(text_in(entry, "note")) : inert(text_in(entry, "note"));
    std::string out = in_words(action);
    if (!to.empty() && from != to) out += " → " + to;
    if (!note.empty()) out += ": " + note;
    return out;
}

void print_history(Session& session, const json::array& entries, std::size_t most) {
    std::vector<Row> cells;
    const std::size_t skipped = entries.size() > most ? entries.size() - most : 0;
    for (std::size_t i = skipped; i < entries.size(); ++i)
        cells.push_back({text_in(entries[i], "at_shown"), text_in(entries[i], "actor"), step_words(entries[i])});
    if (skipped > 0) session.io.out << fmt::format("  … {} sebelumnya\n", skipped);
    session.io.out << rows(cells, session.io.width);
}

// Who only looked is in the full history; here it would push the steps off the screen.
json::array steps_of(const json::array& history) {
    json::array steps;
    for (const json::value& entry : history)
        if (text_in(entry, "action") != "show") steps.push_back(entry);
    return steps;
}

void print_undelivered(Session& session, const json::value& request) {
    for (const json::value& row : list_in(request, "undelivered"))
        session.io.out << wrap(fmt::format("✉ Tidak sampai ke warga ({}): {}", text_in(row, "error"), inert(text_in(row, "text"))),
                               session.io.width, 2)
                       << '\n';
}

void print_next(Session& session, const json::value& request) {
    const std::string status = text_in(request, "status"), n = short_number(text_in(request, "ticket"));
    std::string next;
    if (status == "diterima" || status == "diperiksa")
        next = fmt::format("{0} setujui {1} · {0} kembalikan {1} BERKAS --alasan KODE", session.program, n);
    else if (status == "diproses")
        next = fmt::format("{} siap {}", session.program, n);
    else if (status == "siap")
        next = fmt::format("{} selesai {} --oleh \"NAMA\"", session.program, n);
    if (!next.empty()) session.io.out << wrap("Berikutnya: " + next, session.io.width, 2) << '\n';
}

int print_request(Session& session, const json::value& request) {
    print_head(session, request);
    print_answers(session, request);
    print_papers(session, request);
    print_wanted(session, request);
    print_undelivered(session, request);
    session.io.out << "Riwayat\n";
    print_history(session, steps_of(list_in(request, "history")), history_lines_most);
    print_next(session, request);
    return exit_ok;
}

}  // namespace

int show_request(Session& session) {
    if (session.input.ticket.starts_with("P-") || session.input.ticket.starts_with("p-")) return show_calls(session);
    json::object args;
    args["ticket"] = session.input.ticket;
    args["reason"] = session.input.reason;
    json::array reveal;
    for (const std::string& field : session.input.reveal) reveal.emplace_back(field);
    args["reveal"] = std::move(reveal);
    json::value data;
    if (const int failure = ask(session, "show", args, data); failure != exit_ok) return failure;
    if (!session.input.json) return print_request(session, data);
    session.io.out << json_text(data) << '\n';
    return exit_ok;
}

int show_history(Session& session) {
    json::object args;
    args["ticket"] = session.input.ticket;
    json::value data;
    if (const int failure = ask(session, "history", args, data); failure != exit_ok) return failure;
    const json::array& entries = list_in(data, "history");
    if (session.input.json) {
        session.io.out << json_text(value_in(data, "history")) << '\n';
        return exit_ok;
    }
    session.io.out << text_in(data, "ticket") << '\n';
    print_history(session, entries, entries.size());
    return exit_ok;
}

int show_reasons(Session& session) {
    json::value data;
    if (const int failure = ask(session, "reasons", {}, data); failure != exit_ok) return failure;
    if (session.input.json) {
        session.io.out << json_text(data) << '\n';
        return exit_ok;
    }
    std::vector<Row> returns, rejections;
    for (const json::value& reason : data.as_array())
        (flag_in(reason, "rejection") ? rejections : returns).push_back({text_in(reason, "code"), "", text_in(reason, "label")});
    session.io.out << "Mengembalikan (kembalikan … --alasan)\n" << rows(returns, session.io.width);
    session.io.out << "Menolak (tolak … --alasan)\n" << rows(rejections, session.io.width);
    return exit_ok;
}

}  // namespace desk

// Verbs that change something: one line of what happened, what the citizen reads, and the command that usually follows.
#include "desk/data.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <istream>
#include <iterator>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

json::object ticket_args(const Session& session) {
    json::object args;
    args["ticket"] = session.input.ticket;
    return args;
}

std::string ticket_of(const json::value& data) { return text_in(value_in(data, "request"), "ticket"); }

// "DABO-2611-0042-7 (SKTM untuk Maimunah)"
std::string title_of(const json::value& data) {
    const json::value& request = value_in(data, "request");
    const std::string subject = text_in(request, "subject");
    return fmt::format("{} ({}{})", text_in(request, "ticket"), text_in(request, "service"), subject.empty() ? "" : " untuk " + subject);
}

void say(Session& session, const std::string& text) { session.io.out << wrap(text, session.io.width, 2) << '\n'; }

void print_citizen_text(Session& session, const json::value& data, bool later) {
    const std::string text = text_in(data, "citizen_reads");
    if (text.empty()) {
        const json::value& request = value_in(data, "request");
        if (text_in(request, "channel") == "loket") {
            const std::string phone = text_in(request, "phone");
            say(session, phone.empty() ? "Pemohon datang ke loket tanpa WhatsApp; kabari langsung."
                                       : "Pemohon tanpa WhatsApp; kabari ke " + phone + ".");
        }
        return;
    }
    session.io.out << (later ? "Warga akan membaca:\n" : "Warga membaca:\n");
    const std::size_t width = session.io.width == 0 ? 0 : session.io.width - 4;
    std::string quoted = "  │ ";
    for (const char c : wrap(inert_lines(text), width > 12 ? width : 0)) quoted += c == '\n' ? std::string("\n  │ ") : std::string(1, c);
    session.io.out << quoted << '\n';
}

// true: nothing was changed, and why has been said.
bool warned(Session& session, const json::value& data) {
    const std::string warning = text_in(data, "warning");
    if (warning.empty()) return false;
    const std::string ticket = ticket_of(data);
    session.io.err << wrap(ticket.empty() ? warning : fmt::format("{}: {}", ticket, warning), session.io.width) << '\n';
    return true;
}

void print_advice(Session& session, const json::value& data) {
    if (const std::string advice = text_in(data, "advice"); !advice.empty()) say(session, advice);
}

// The usual change: asked, told, and the next step, where {0} is the program and {1} the short number.
int change(Session& session, std::string_view verb, const json::object& args, std::string_view what, std::string_view next) {
    json::value data;
    if (const int failure = ask(session, verb, args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    say(session, fmt::format("✓ {} {}", title_of(data), what));
    print_advice(session, data);
    print_citizen_text(session, data, false);
    if (!next.empty()) say(session, fmt::format(fmt::runtime(next), session.program, short_number(ticket_of(data))));
    return exit_ok;
}

// A change whose news waits a moment, so that it can be taken back.
int delayed_change(Session& session, std::string_view verb, const json::object& args, std::string_view what) {
    json::value data;
    if (const int failure = ask(session, verb, args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    say(session, fmt::format("✓ {} {}", title_of(data), what));
    print_citizen_text(session, data, true);
    const std::string_view leaves = text_in(data, "citizen_reads").empty() ? "Dapat dibatalkan selama" : "Terkirim dalam";
    say(session, fmt::format("{} {} detik; batalkan: {} urung {}", leaves, number_in(data, "undo_seconds"), session.program,
                             short_number(ticket_of(data))));
    return exit_ok;
}

std::string all_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}; }

// The words of the command line, or standard input for "-".
std::string words_of(const Session& session) {
    const std::vector<std::string>& words = session.input.words;
    if (words.size() == 1 && words.front() == "-") return all_of(session.io.in);
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

int take_request(Session& session) {
    json::value data;
    if (const int failure = ask(session, "take", ticket_args(session), data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    const std::string n = short_number(ticket_of(data));
    say(session,
        fmt::format("✓ {} {} sampai {}. Lihat: {} lihat {}", title_of(data), flag_in(data, "renewed") ? "tetap Anda pegang" : "Anda pegang",
                    text_in(data, "claimed_until_shown"), session.program, n));
    if (!text_in(data, "citizen_reads").empty()) print_citizen_text(session, data, false);
    return exit_ok;
}

int release_request(Session& session) { return change(session, "release", ticket_args(session), "dilepas; rekan dapat mengambilnya.", ""); }

int return_request(Session& session) {
    json::object args = ticket_args(session);
    json::array items;
    for (const std::string& item : session.input.items) items.emplace_back(item);
    args["items"] = std::move(items);
    args["reason"] = session.input.reason;
    args["note"] = session.input.note;
    return delayed_change(session, "return", args, "dikembalikan kepada warga.");
}

int approve_request(Session& session) {
    return change(session, "approve", ticket_args(session), "disetujui; suratnya dibuat.", "Bila surat sudah ditandatangani: {0} siap {1}");
}

int make_ready(Session& session) {
    return change(session, "ready", ticket_args(session), "siap diambil.", "Bila sudah diambil: {0} selesai {1} --oleh \"NAMA\"");
}

int finish_request(Session& session) {
    json::object args = ticket_args(session);
    args["by"] = session.input.by;
    return change(session, "done", args, "selesai.", "");
}

int reject_request(Session& session) {
    json::object args = ticket_args(session);
    args["reason"] = session.input.reason;
    args["note"] = session.input.note;
    return delayed_change(session, "reject", args, "ditolak.");
}

int undo_change(Session& session) {
    json::value data;
    if (const int failure = ask(session, "undo", ticket_args(session), data); failure != exit_ok) return failure;
    say(session, fmt::format("✓ {} kembali berstatus {}; warga tidak menerima kabar apa pun.", title_of(data), text_in(data, "restored")));
    return exit_ok;
}

int add_note(Session& session) {
    json::object args = ticket_args(session);
    args["text"] = words_of(session);
    json::value data;
    if (const int failure = ask(session, "note", args, data); failure != exit_ok) return failure;
    say(session, fmt::format("✓ Catatan pada {} disimpan; warga tidak membacanya.", title_of(data)));
    return exit_ok;
}

int fill_field(Session& session) {
    // A number on the command line can be read by every account of the computer.
    const std::string given = words_of(session);
    const bool typed = !session.input.words.empty() && session.input.words.front() != "-";
    if (typed && holds_identity_number(given)) {
        session.io.err << wrap(fmt::format("NIK atau nomor KK jangan ditulis di baris perintah (terlihat oleh akun lain). Ketik tanpa "
                                           "nilai lalu isi: {} isi {} {}",
                                           session.program, session.input.ticket, session.input.field),
                               session.io.width)
                       << '\n';
        return exit_usage;
    }
    if (session.input.words.empty() && session.io.in_is_terminal) session.io.err << "Nilainya: " << std::flush;
    std::string value = given;
    if (session.input.words.empty()) std::getline(session.io.in, value);
    json::object args = ticket_args(session);
    args["field"] = session.input.field;
    args["value"] = value;
    json::value data;
    if (const int failure = ask(session, "fill", args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    say(session, fmt::format("✓ {}: {} = {}{}", ticket_of(data), text_in(data, "label"), text_in(data, "shown"),
                             flag_in(data, "doubtful") ? " – tidak lazim, periksa sekali lagi" : ""));
    return exit_ok;
}

int reply_to_citizen(Session& session) {
    json::object args;
    args["target"] = session.input.ticket;
    args["text"] = words_of(session);
    json::value data;
    if (const int failure = ask(session, "reply", args, data); failure != exit_ok) return failure;
    say(session, fmt::format("✓ Dikirim kepada {}.", text_in(data, "to")));
    print_citizen_text(session, data, false);
    print_advice(session, data);
    say(session, fmt::format("Bot diam selama percakapan ini. Selesai: {} tutup {}", session.program, text_in(data, "call")));
    return exit_ok;
}

int hang_up(Session& session) {
    json::object args;
    args["call"] = session.input.ticket;
    json::value data;
    if (const int failure = ask(session, "hangup", args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    say(session, fmt::format("✓ {} ({}) ditutup; bot menjawab lagi.", text_in(data, "call"), text_in(data, "to")));
    print_citizen_text(session, data, false);
    return exit_ok;
}

}  // namespace desk

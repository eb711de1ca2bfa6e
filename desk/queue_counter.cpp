// new: a citizen at the counter. The clerk reads the questions aloud and types the answers; papers lie on the counter or are scanned.
#include "desk/data.hpp"
#include "desk/file_kind.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <istream>
#include <iterator>
#include <ostream>
#include <string>

namespace desk {
namespace json = boost::json;

namespace {

constexpr std::size_t slip_width = 42;

// WhatsApp's *bold* is noise on a terminal; a lone star stays.
std::string without_stars(const std::string& text) {
    std::string out, line;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at < text.size() && text[at] != '\n') {
            line += text[at];
            continue;
        }
        if (std::ranges::count(line, '*') % 2 == 0) std::erase(line, '*');
        out += line + (at < text.size() ? "\n" : "");
        line.clear();
    }
    return out;
}

void print_replies(Session& session, const json::value& data) {
    for (const json::value& reply : list_in(data, "replies"))
        if (reply.is_string())
            session.io.out << wrap(without_stars(inert_lines(std::string(reply.as_string()))), session.io.width) << "\n\n";
    session.io.out.flush();
}

void slip_line(Session& session, std::string_view label, const std::string& value) {
    if (!value.empty()) session.io.out << wrap(pad_columns(label, 9) + " " + value, slip_width, 10) << '\n';
}

void print_slip(Session& session, const json::value& slip) {
    const std::string rule(slip_width, '-');
    session.io.out << rule << '\n' << text_in(slip, "office_name") << '\n' << text_in(slip, "service_name") << "\n\n";
    slip_line(session, "Nomor", text_in(slip, "ticket"));
    slip_line(session, "Untuk", text_in(slip, "subject"));
    slip_line(session, "Pemohon", text_in(slip, "applicant"));
    slip_line(session, "Masuk", text_in(slip, "submitted_shown"));
    slip_line(session, "Diperiksa", text_in(slip, "due_shown").empty() ? "" : "paling lambat " + text_in(slip, "due_shown"));
    for (const json::value& document : list_in(slip, "documents"))
        if (text_in(document, "state") == "belum" && !flag_in(document, "optional"))
            slip_line(session, "Kurang", text_in(document, "label"));
    slip_line(session, "Tanya", text_in(slip, "office_phone"));
    session.io.out << "Simpan slip ini. Surat gratis.\n" << rule << '\n';
}

struct PaperCommand {
    std::string document, path;
};

// "/berkas KTP /home/rini/scan 1.jpg": the path is all that follows the code.
std::optional<PaperCommand> paper_command(const std::string& line) {
    constexpr std::string_view name = "/berkas ";
    if (!line.starts_with(name)) return std::nullopt;
    const std::size_t blank = line.find(' ', name.size());
    if (blank == std::string::npos) return PaperCommand{};
    return PaperCommand{line.substr(name.size(), blank - name.size()), line.substr(blank + 1)};
}

std::optional<std::string> content_of(const std::string& path) {
    std::error_code ec;
    if (!std::filesystem::is_regular_file(path, ec) || std::filesystem::file_size(path, ec) > file_bytes_most) return std::nullopt;
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    return in && !bytes.empty() ? std::optional(std::move(bytes)) : std::nullopt;
}

int send_paper(Session& session, const PaperCommand& command, json::value& data) {
    const std::optional<std::string> bytes = content_of(command.path);
    if (!bytes) {
        session.io.err << wrap("Berkas itu tidak terbaca, kosong, atau lebih dari 17 MB. Bentuknya: /berkas KTP jalur/ke/foto.jpg",
                               session.io.width)
                       << '\n';
        return exit_usage;
    }
    json::object args;
    args["document"] = command.document;
    args["name"] = inert(std::filesystem::path(command.path).filename().string());
    args["content"] = to_base64(*bytes);
    return ask(session, "paper", args, data);
}

int send_line(Session& session, const std::string& line, json::value& data) {
    if (const std::optional<PaperCommand> paper = paper_command(line)) return send_paper(session, *paper, data);
    json::object args;
    args["text"] = inert_lines(line);
    return ask(session, "say", args, data);
}

int leave(Session& session) {
    json::value data;
    ask(session, "leave", {}, data);
    session.io.out << "Ditinggalkan; tidak ada yang disimpan.\n";
    return exit_ok;
}

}  // namespace

int serve_walk_in(Session& session) {
    json::object args;
    args["service"] = session.input.service;
    json::value data;
    if (const int failure = ask(session, "new", args, data); failure != exit_ok) return failure;
    session.io.out << "Loket. bawa = aslinya ada di meja · /berkas KODE JALUR = kirim pindaian · /keluar = tinggalkan\n\n";
    print_replies(session, data);
    std::string line;
    while (true) {
        if (session.io.in_is_terminal) session.io.out << "> " << std::flush;
        if (!std::getline(session.io.in, line)) break;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line == "/keluar") return leave(session);
        if (line.find_first_not_of(" \t") == std::string::npos) continue;
        const int failure = send_line(session, line, data);
        if (failure == exit_failed || failure == exit_denied || failure == exit_state) return failure;
        if (failure != exit_ok) continue;
        print_replies(session, data);
        if (const json::value& filed = value_in(data, "filed"); filed.is_object()) {
            print_slip(session, filed);
            return exit_ok;
        }
    }
    leave(session);
    return exit_failed;
}

}  // namespace desk

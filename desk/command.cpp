#include "desk/command.hpp"

#include "desk/plain_text.hpp"
#include "flows/text.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <csignal>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

const Command* command_named(const Program& program, std::string_view name) {
    for (const Command& command : program.commands)
        if (command.name == name || command.alias == name) return &command;
    return nullptr;
}

bool asks_for_help(std::string_view word) { return word == "-h" || word == "--help" || word == "help" || word == "bantuan"; }

void print_help(const Program& program, Streams& io) {
    io.out << program.name << " – " << program.purpose << "\n\nPerintah (nama Inggris atau Indonesia):\n";
    std::size_t widest = 0, longest_help = 0;
    for (const Command& command : program.commands) {
        widest = std::max(widest, columns(command.name) + columns(command.alias) + columns(command.arguments) + 3);
        longest_help = std::max(longest_help, columns(command.help));
    }
    const bool fits = io.width == 0 || widest + longest_help + 4 <= io.width;
    for (const Command& command : program.commands) {
        const std::string usage =
            fmt::format("{}, {}{}{}", command.name, command.alias, command.arguments.empty() ? "" : " ", command.arguments);
        if (fits)
            io.out << "  " << pad_columns(usage, widest) << "  " << command.help << '\n';
        else
            io.out << "  " << usage << '\n' << wrap("      " + std::string(command.help), io.width, 6) << '\n';
    }
    io.out << '\n'
           << wrap("Setiap perintah: --help untuk pilihannya, --socket JALUR untuk soket layanan, --json pada perintah yang membaca.",
                   io.width)
           << "\nNomor boleh pendek: 42 untuk DABO-2611-0042-7.\n"
           << wrap(
                  "Kode keluar: 0 berhasil · 1 gagal · 2 salah ketik, nomor tidak ada atau mendua · 3 tidak bisa pada status ini atau "
                  "dipegang rekan · "
                  "5 tidak berhak · 69 layanan tidak berjalan",
                  io.width, 2)
           << '\n';
}

int unknown_command(const Program& program, std::string_view word, Streams& io) {
    constexpr int typos_most = 2;
    io.err << fmt::format("Perintah '{}' tidak dikenal.", inert(word));
    for (const Command& command : program.commands)
        if (flows::distance(word, command.name, typos_most) <= typos_most ||
            flows::distance(word, command.alias, typos_most) <= typos_most) {
            io.err << fmt::format(" Maksud Anda: {} {}?", program.name, command.alias);
            break;
        }
    io.err << fmt::format("\nDaftar perintah: {} --help\n", program.name);
    return exit_usage;
}

// Options in front of the verb (--json, --socket PATH) move behind it; without a verb the default one is put in.
std::vector<std::string> with_verb_first(const Program& program, std::vector<std::string> words) {
    std::size_t at = 0;
    while (at < words.size() && words[at].starts_with("--") && !asks_for_help(words[at])) {
        if (words[at] == "--socket") {
            at += 2;
        } else if (words[at] == "--json" || words[at].starts_with("--socket=")) {
            ++at;
        } else {
            break;
        }
    }
    at = std::min(at, words.size());
    if (at < words.size() && (!words[at].starts_with('-') || asks_for_help(words[at]))) {
        std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at), words.begin() + static_cast<std::ptrdiff_t>(at) + 1);
    } else {
        words.insert(words.begin(), program.otherwise.empty() ? "--help" : std::string(program.otherwise));
    }
    return words;
}

// The parser's own sentences are English; what they name is what the clerk needs.
std::string wrong_usage(const CLI::ParseError& error) {
    const std::string said = error.what();
    if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr)
        return fmt::format("Ada yang kurang: {}", said.substr(0, said.find(' ')));
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
        return fmt::format("Ada yang tidak dikenal: {}", said.substr(said.rfind(": ") + 2));
    return fmt::format("Salah ketik pada {}", said.substr(0, said.find_first_of(" :")));
}

int parse_and_run(const Program& program, const Command& command, std::vector<std::string> words, Streams& io) {
    Input input;
    CLI::App app{std::string(command.help), fmt::format("{} {}", program.name, command.alias)};
    app.option_defaults()->group("Pilihan");
    app.set_help_flag("-h,--help", "Tampilkan bantuan ini")->group("Pilihan");
    app.get_formatter()->label("OPTIONS", "PILIHAN");
    app.get_formatter()->label("Usage", "Cara pakai");
    app.get_formatter()->label("TEXT", "TEKS");
    app.get_formatter()->label("INT", "ANGKA");
    app.get_formatter()->label("Positionals", "Isi");
    app.get_formatter()->label("REQUIRED", "(wajib)");
    app.add_option("--socket", input.socket, "Soket layanan")->type_name("JALUR");
    if (command.options != nullptr) command.options(app, input);
    std::ranges::reverse(words);
    try {
        app.parse(words);
    } catch (const CLI::CallForHelp&) {
        io.out << app.help();
        return exit_ok;
    } catch (const CLI::ParseError& error) {
        io.err << inert(wrong_usage(error)) << "\nCara pakai: " << program.name << ' ' << command.alias << ' ' << command.arguments << '\n';
        return exit_usage;
    }
    std::expected<Client, NoConnection> client = Client::connect(desk_socket(input.socket));
    if (!client) {
        io.err << client.error().message << '\n';
        return client.error().exit_code;
    }
    Session session{*client, io, input, std::string(program.name)};
    return command.run(session);
}

bool acts_on_terminal(char32_t point) {
    return point == 0x7F || (point >= 0x80 && point < 0xA0) || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF || point == 0x061C;
}

}  // namespace

int run_program(const Program& program, const std::vector<std::string>& arguments, Streams& io) {
    // A reader that closes its pipe (| head) must not end a command half way; the change is made in any case.
    std::signal(SIGPIPE, SIG_IGN);
    std::vector<std::string> words = with_verb_first(program, arguments);
    if (asks_for_help(words.front())) {
        print_help(program, io);
        return exit_ok;
    }
    const Command* command = command_named(program, words.front());
    if (command == nullptr) return unknown_command(program, words.front(), io);
    words.erase(words.begin());
    return parse_and_run(program, *command, std::move(words), io);
}

int refused(Session& session, const Refusal& refusal) {
    session.io.err << wrap(refusal.message, session.io.width) << '\n';
    if (refusal.code == Code::Ambiguous) {
        boost::system::error_code ec;
        const json::value details = json::parse(refusal.details, ec);
        const json::value* candidates = ec || !details.is_object() ? nullptr : details.as_object().if_contains("candidates");
        if (candidates != nullptr && candidates->is_array())
            for (const json::value& item : candidates->as_array())
                session.io.err << fmt::format("  {}  {}  {}  {}\n", item.at("ticket").as_string().c_str(),
                                              item.at("service").as_string().c_str(), item.at("status").as_string().c_str(),
                                              item.at("applicant").as_string().c_str());
    }
    return exit_code(refusal.code);
}

std::string json_text(const json::value& value) {
    const std::string plain = json::serialize(value);
    std::string out;
    out.reserve(plain.size());
    for (std::size_t at = 0; at < plain.size();) {
        const auto lead = static_cast<unsigned char>(plain[at]);
        const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t point = bytes == 1 ? lead : lead & (0xFFU >> (bytes + 1));
        for (std::size_t i = 1; i < bytes && at + i < plain.size(); ++i)
            point = (point << 6) | (static_cast<unsigned char>(plain[at + i]) & 0x3FU);
        if (acts_on_terminal(point))
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(point));
        else
            out += plain.substr(at, bytes);
        at += bytes;
    }
    return out;
}

}  // namespace desk

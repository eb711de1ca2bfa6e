// Citizens who want a person: who waits, what was said.
#include "desk/data.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

namespace desk {
namespace json = boost::json;

namespace {

void print_call(Session& session, const json::value& call) {
    const std::string answered = text_in(call, "answered_by"), topic = text_in(call, "topic");
    std::string head = fmt::format("{}  {}", text_in(call, "call"), text_in(call, "who"));
    if (const std::string phone = text_in(call, "phone"); !phone.empty()) head += fmt::format(", {}", phone);
    if (topic == "pengaduan" || topic == "darurat") head += fmt::format("  [{}]", topic == "darurat" ? "DARURAT" : "pengaduan");
    session.io.out << wrap(fmt::format("{}  sejak {}, {}", head, text_in(call, "opened_shown"),
                                       answered.empty() ? std::string("belum dijawab") : fmt::format("dengan {}", answered)),
                           session.io.width, 6)
                   << '\n';
}

void print_line(Session& session, std::string_view at, std::string_view speaker, std::string_view text) {
    session.io.out << wrap(fmt::format("      {}{}: {}", at.empty() ? std::string() : fmt::format("{} ", at), speaker, inert(text)),
                           session.io.width, 8)
                   << '\n';
}

void print_talk(Session& session, const json::value& call) {
    print_call(session, call);
    for (const json::value& line : list_in(call, "lines"))
        print_line(session, text_in(line, "at_shown"), text_in(line, "speaker"), text_in(line, "text"));
    const std::string number = text_in(call, "call");
    session.io.out << wrap(flag_in(call, "open")
                               ? fmt::format("Jawab: {0} balas {1} \"…\" · selesai: {0} tutup {1}", session.program, number)
                               : "Percakapan ini sudah ditutup.",
                           session.io.width)
                   << '\n';
}

void print_waiting(Session& session, const json::array& calls) {
    if (calls.empty()) {
        session.io.out << "Tidak ada warga yang menunggu bicara dengan petugas.\n";
        return;
    }
    for (const json::value& call : calls) {
        print_call(session, call);
        if (const std::string last = text_in(call, "last_text"); !last.empty())
            print_line(session, "", text_in(call, "last_speaker"), last);
    }
    session.io.out << wrap(fmt::format("Jawab: {0} balas P-… \"…\" · seluruh percakapan: {0} panggilan P-… · selesai: {0} tutup P-…",
                                       session.program),
                           session.io.width)
                   << '\n';
}

}  // namespace

int show_calls(Session& session) {
    json::object args;
    args["call"] = session.input.ticket;
    json::value data;
    if (const int failure = ask(session, "calls", args, data); failure != exit_ok) return failure;
    if (session.input.json)
        session.io.out << json_text(data) << '\n';
    else if (data.is_array())
        print_waiting(session, data.as_array());
    else
        print_talk(session, data);
    return exit_ok;
}

}  // namespace desk

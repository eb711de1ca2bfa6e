// The admin's verbs: who may use the queue, and a copy of the database.
#include "desk/data.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"
#include "desk/table.hpp"

#include <fmt/format.h>
#include <pwd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

std::string roles_of(const json::value& clerk) {
    std::string out;
    for (const json::value& role : list_in(clerk, "roles"))
        if (role.is_string()) out += (out.empty() ? "" : ", ") + std::string(role.as_string());
    return out;
}

bool warned(Session& session, const json::value& data) {
    const std::string warning = text_in(data, "warning");
    if (!warning.empty()) session.io.err << wrap(warning, session.io.width) << '\n';
    return !warning.empty();
}

std::int64_t kilobytes(std::int64_t bytes) { return (bytes + 1023) / 1024; }

std::string backup_told(const json::value& data) {
    const bool compared = value_in(data, "compared") == true;
    std::string told = fmt::format("✓ Cadangan ditulis: {} ({} KB)\n", text_in(data, "path"), kilobytes(number_in(data, "size")));
    told += fmt::format("✓ Diperiksa: integrity_check, foreign_key_check; {} tabel, {} baris{}\n", number_in(data, "tables"),
                        number_in(data, "rows"), compared ? ", sama dengan sumbernya" : " (sumbernya berubah selagi disalin)");
    told += fmt::format("✓ Foto dan berkas: {}, {} utuh ({} KB)\n", text_in(data, "files_path"), number_in(data, "files"),
                        kilobytes(number_in(data, "files_size")));
    const std::int64_t missing = number_in(data, "files_missing"), damaged = number_in(data, "files_damaged");
    if (missing + damaged > 0)
        told += fmt::format("! {} berkas hilang dan {} rusak di direktori data: tidak ikut dicadangkan\n", missing, damaged);
    return told;
}

}  // namespace

int list_clerks(Session& session) {
    json::value data;
    if (const int failure = ask(session, "clerk.list", {}, data); failure != exit_ok) return failure;
    if (session.input.json) {
        session.io.out << json_text(data) << '\n';
        return exit_ok;
    }
    std::vector<Row> rows;
    for (const json::value& clerk : data.as_array()) rows.push_back({text_in(clerk, "account"), text_in(clerk, "name"), roles_of(clerk)});
    if (rows.empty())
        session.io.out << wrap("Belum ada petugas. Daftarkan: sapa clerk add AKUN --nama \"NAMA\" --peran petugas", session.io.width)
                       << '\n';
    else
        session.io.out << table({{"AKUN"}, {"NAMA", 8, 1}, {"PERAN"}}, rows, session.io.width);
    return exit_ok;
}

int add_clerk(Session& session) {
    json::object args;
    args["account"] = session.input.account;
    args["name"] = session.input.name;
    json::array roles;
    for (const std::string& role : session.input.roles) roles.emplace_back(role);
    args["roles"] = std::move(roles);
    json::value data;
    if (const int failure = ask(session, "clerk.add", args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    const json::value& clerk = value_in(data, "clerk");
    session.io.out << wrap(fmt::format("✓ {} (akun {}) terdaftar sebagai {}.", text_in(clerk, "name"), text_in(clerk, "account"),
                                       roles_of(clerk)),
                           session.io.width)
                   << '\n';
    if (::getpwnam(session.input.account.c_str()) == nullptr)
        session.io.err << wrap(fmt::format("Perhatian: akun {0} belum ada di komputer ini. Buat dahulu, misalnya: sudo adduser {0}",
                                           inert(session.input.account)),
                               session.io.width)
                       << '\n';
    return exit_ok;
}

int remove_clerk(Session& session) {
    json::object args;
    args["account"] = session.input.account;
    json::value data;
    if (const int failure = ask(session, "clerk.remove", args, data); failure != exit_ok) return failure;
    if (warned(session, data)) return exit_ok;
    session.io.out << fmt::format("✓ Akun {} tidak lagi berhak.\n", text_in(value_in(data, "clerk"), "account"));
    return exit_ok;
}

int write_backup(Session& session) {
    constexpr std::chrono::hours long_enough{2};
    session.client.patience(long_enough);
    json::object args;
    std::error_code ec;
    args["path"] = std::filesystem::absolute(session.input.path, ec).string();
    json::value data;
    if (const int failure = ask(session, "backup", args, data); failure != exit_ok) return failure;
    session.io.out << backup_told(data);
    return exit_ok;
}

}  // namespace desk

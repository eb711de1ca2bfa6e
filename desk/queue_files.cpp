// open: the papers of a request as files that only the clerk can read.
#include "desk/data.hpp"
#include "desk/file_kind.hpp"
#include "desk/plain_text.hpp"
#include "desk/queue_verbs.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <ostream>
#include <utility>

namespace desk {
namespace json = boost::json;

namespace {

constexpr mode_t only_owner = 0600;

// A new file, or nothing: what lies there is left alone unless it may be replaced.
bool write_private(const std::filesystem::path& path, std::string_view bytes, bool replace) {
    if (replace) ::unlink(path.c_str());
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, only_owner);
    if (descriptor < 0) return false;
    bool good = true;
    while (good && !bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        good = written > 0;
        if (good) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    const int error = errno;
    if (::close(descriptor) != 0) good = false;
    if (!good) ::unlink(path.c_str());
    errno = error;
    return good;
}

// The daemon's proposal, reduced to a plain name: it must not lead out of the folder.
std::string plain_name(std::string name) {
    for (char& c : name) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
        if (!plain) c = '_';
    }
    return name.empty() || name.front() == '.' ? "_" + name : name;
}

std::filesystem::path place_of(const std::string& out, const json::value& file, bool several) {
    const std::string name = plain_name(text_in(file, "name"));
    if (out.empty()) return name;
    std::error_code ec;
    if (std::filesystem::is_directory(out, ec)) return std::filesystem::path(out) / name;
    std::filesystem::path path = out;
    if (several)
        path.replace_filename(fmt::format("{}-{}{}", path.stem().string(), number_in(file, "index") + 1, path.extension().string()));
    return path;
}

int write_out(Session& session, const json::value& file, bool several) {
    const std::optional<std::string> bytes = from_base64(text_in(file, "content"));
    if (!bytes) return refused(session, {Code::Failed, "Berkas dari layanan tidak terbaca."});
    if (session.input.out == "-") {
        session.io.out.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
        return exit_ok;
    }
    const std::filesystem::path path = place_of(session.input.out, file, several);
    if (!write_private(path, *bytes, session.input.force)) {
        const bool exists = errno == EEXIST;
        return refused(session,
                       {Code::Failed, exists ? fmt::format("{} sudah ada. Pakai --timpa, atau --ke NAMA LAIN.", inert(path.string()))
                                             : fmt::format("{} tidak dapat ditulis: {}", inert(path.string()), std::strerror(errno))});
    }
    session.io.out << fmt::format("✓ {} ({} KB)\n", inert(path.string()), (bytes->size() + 1023) / 1024);
    return exit_ok;
}

std::string lower(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

// Files of this paper that lie in the folder already; the daemon names them TICKET-CODE-NUMBER.
std::optional<Refusal> in_the_way(Session& session, const std::filesystem::path& folder) {
    json::object args;
    args["ticket"] = session.input.ticket;
    const Result known = session.client.call("history", args);
    if (!known) return known.error();
    std::string beginning = plain_name(fmt::format("{}-{}-", text_in(json::parse(*known), "ticket"), session.input.document));
    if (session.input.number > 0) beginning += fmt::format("{}.", session.input.number);
    std::error_code ec;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ec))
        if (const std::string name = entry.path().filename().string(); lower(name).starts_with(lower(beginning)))
            return Refusal{Code::Failed,
                           fmt::format("{} sudah ada di {}. Pakai --timpa, atau --ke FOLDER LAIN.", inert(name), inert(folder.string()))};
    return std::nullopt;
}

Refusal no_folder(const std::filesystem::path& folder) {
    return {Code::Usage, fmt::format("Folder {} tidak ada. Buat dahulu, atau sebutkan nama berkas dengan akhirannya, misalnya foto.jpg.",
                                     inert(folder.string()))};
}

// Looking at a paper is written down, so the daemon is only asked when what it gives can be kept.
std::optional<Refusal> unfit_target(Session& session) {
    const std::filesystem::path out = session.input.out;
    if (out == "-") return std::nullopt;
    std::error_code ec;
    const bool folder_meant = out.empty() || std::filesystem::is_directory(out, ec);
    if (!folder_meant && out.extension().empty() && !std::filesystem::exists(std::filesystem::symlink_status(out, ec)))
        return no_folder(out);
    std::filesystem::path folder = folder_meant ? out : out.parent_path();
    if (folder.empty()) folder = ".";
    if (!std::filesystem::is_directory(folder, ec)) return no_folder(folder);
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
        return Refusal{Code::Failed, fmt::format("{} tidak dapat ditulis: {}", inert(folder.string()), std::strerror(errno))};
    if (session.input.force) return std::nullopt;
    if (folder_meant) return in_the_way(session, folder);
    if (std::filesystem::exists(std::filesystem::symlink_status(out, ec)))
        return Refusal{Code::Failed, fmt::format("{} sudah ada. Pakai --timpa, atau --ke NAMA LAIN.", inert(out.string()))};
    return std::nullopt;
}

int fetch(Session& session, std::int64_t index, json::value& file) {
    json::object args;
    args["ticket"] = session.input.ticket;
    args["document"] = session.input.document;
    args["index"] = index;
    return ask(session, "open", args, file);
}

}  // namespace

int open_files(Session& session) {
    if (const std::optional<Refusal> refusal = unfit_target(session)) return refused(session, *refusal);
    const std::int64_t first = session.input.number > 0 ? session.input.number - 1 : 0;
    json::value file;
    if (const int failure = fetch(session, first, file); failure != exit_ok) return failure;
    const std::int64_t count = number_in(file, "count");
    const bool all = session.input.number == 0;
    if (all && count > 1 && session.input.out == "-")
        return refused(session, {Code::Usage, fmt::format("Ada {} lembar; pilih satu: --lembar 1", count)});
    const std::int64_t last = all ? count : first + 1;
    for (std::int64_t index = first; index < last; ++index) {
        if (index > first)
            if (const int failure = fetch(session, index, file); failure != exit_ok) return failure;
        if (const int failure = write_out(session, file, last - first > 1); failure != exit_ok) return failure;
    }
    if (session.input.out != "-")
        session.io.out << wrap("Hapus berkasnya bila sudah dilihat: isinya data pribadi.", session.io.width) << '\n';
    return exit_ok;
}

}  // namespace desk

// open: one received file at a time, so that a line stays within its limit. Who looked is written into the history.
#include "desk/arguments.hpp"
#include "desk/file_kind.hpp"
#include "desk/find.hpp"
#include "desk/plain_text.hpp"
#include "desk/request_json.hpp"
#include "flows/text.hpp"
#include "storage/attachments.hpp"
#include "storage/database.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

namespace desk {
namespace json = boost::json;

namespace {

const flows::Paper* paper_named(const Desk& desk, const storage::Request& request, std::string_view name) {
    const std::string folded = flows::fold(name);
    for (const flows::Paper& paper : request.papers)
        if (flows::fold(paper.code) == folded || flows::fold(document_label(desk.catalog, request, paper.code)) == folded) return &paper;
    return nullptr;
}

Refusal unknown_paper(const storage::Request& request, std::string_view name) {
    std::vector<std::string> codes;
    for (const flows::Paper& paper : request.papers) codes.push_back(paper.code);
    return usage(fmt::format("Berkas '{}' tidak ada pada {}. Yang ada: {}", inert(name), request.ticket, fmt::join(codes, ", ")));
}

Refusal nothing_to_open(const storage::Request& request, const flows::Paper& paper) {
    const std::string_view why = paper.state == flows::PaperState::Bawa ? "dibawa ke loket, tidak ada fotonya" : "belum dikirim warga";
    return {Code::State, fmt::format("{} pada {} {}.", paper.code, request.ticket, why)};
}

std::expected<std::string, Refusal> content(const Desk& desk, const storage::Request& request, const flows::Paper& paper,
                                            const storage::Attachment& file) {
    if (file.state == "expected")
        return std::unexpected(Refusal{Code::State, "Berkas ini sedang diunduh dari WhatsApp. Coba lagi sebentar lagi."});
    if (file.state != "stored")
        return std::unexpected(
            Refusal{Code::State, fmt::format("Berkas ini tidak sampai: tidak dapat diunduh dari WhatsApp. Minta lagi: sapa antrean "
                                             "kembalikan {} {} --alasan foto_buram",
                                             request.ticket, paper.code)});
    if (file.size > static_cast<std::int64_t>(file_bytes_most))
        return std::unexpected(
            Refusal{Code::Failed, fmt::format("Berkas ini {} MB, terlalu besar untuk dibuka di sini.", file.size / 1'048'576)});
    std::ifstream in(desk.db.directory() / file.path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    if (!in || bytes.empty()) return std::unexpected(Refusal{Code::Failed, "Berkas ini tidak terbaca di server. Laporkan kepada admin."});
    return bytes;
}

}  // namespace

Result open(Desk& desk, const Args& args) {
    const auto request = find_request(desk, text_argument(args, "ticket"));
    if (!request) return std::unexpected(request.error());
    const std::string name = text_argument(args, "document");
    const flows::Paper* paper = paper_named(desk, *request, name);
    if (paper == nullptr) return std::unexpected(unknown_paper(*request, name));
    if (paper->files.empty()) return std::unexpected(nothing_to_open(*request, *paper));
    const auto index = static_cast<std::size_t>(number_argument(args, "index", 0));
    if (index >= paper->files.size())
        return std::unexpected(usage(fmt::format("{} hanya punya {} berkas.", paper->code, paper->files.size())));
    const std::optional<storage::Attachment> file = storage::attachment(desk.db, paper->files[index]);
    if (!file) return std::unexpected(Refusal{Code::Failed, "Berkas ini sudah dihapus sesuai jadwal penyimpanan."});
    const std::expected<std::string, Refusal> bytes = content(desk, *request, *paper, *file);
    if (!bytes) return std::unexpected(bytes.error());

    storage::HistoryEntry entry;
    entry.at = desk.now;
    entry.actor = desk.caller.name;
    entry.action = "open";
    entry.note = fmt::format("{} {}/{}", paper->code, index + 1, paper->files.size());
    storage::note_history(desk.db, request->id, entry);
    json::object data;
    data["ticket"] = request->ticket;
    data["document"] = paper->code;
    data["index"] = index;
    data["count"] = paper->files.size();
    data["mime"] = file->mime;
    data["name"] = fmt::format("{}-{}-{}.{}", request->ticket, paper->code, index + 1, extension_of(file->mime));
    data["size"] = bytes->size();
    data["content"] = to_base64(*bytes);
    return json::serialize(data);
}

}  // namespace desk

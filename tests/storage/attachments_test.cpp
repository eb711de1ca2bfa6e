#include "storage/attachments.hpp"

#include "tests/storage/office.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace storage;
using namespace office;

namespace {

flows::Media photo(std::string id = "media-1") {
    return {.kind = flows::MediaKind::Image,
            .media_id = std::move(id),
            .mime = "image/jpeg",
            .filename = "../../etc/passwd\n",
            .caption = "kk",
            .sha256 = "ab",
            .url = "https://x/"};
}

std::string content(const std::filesystem::path& path) {
    std::stringstream all;
    all << std::ifstream(path, std::ios::binary).rdbuf();
    return all.str();
}

long files_in(const std::filesystem::path& directory) { return std::distance(std::filesystem::directory_iterator(directory), {}); }

}  // namespace

TEST_CASE("an expected file is due until it is stored") {
    Desk desk;
    auto& db = desk.db;
    const auto who = citizen(db);
    CHECK(next_attachment(db) == 1);
    expect_attachment(db, 1, who, photo(), morning);
    CHECK(next_attachment(db) == 2);
    expect_attachment(db, 2, 0, photo("media-2"), morning + 1s);
    CHECK_FALSE(attachment(db, 2)->citizen);
    CHECK(next_attachment_due(db) == morning);
    CHECK(due_attachments(db, morning - 1s, 10).empty());
    auto due = due_attachments(db, morning + 1s, 10);
    REQUIRE(due.size() == 2);
    CHECK(due[0].id == 1);
    CHECK(due[0].citizen == who);
    CHECK(due[0].media.media_id == "media-1");
    CHECK(due[0].media.filename == "../../etc/passwd\n");
    CHECK(due[0].media.url == "https://x/");
    CHECK(due_attachments(db, morning + 1s, 1).size() == 1);

    postpone_attachment(db, 1, morning + 30s, "503");
    CHECK(next_attachment_due(db) == morning + 1s);
    CHECK(attachment(db, 1)->attempts == 1);
    CHECK(attachment(db, 1)->error == "503");
    attachment_stored(db, 1, "attachments/a.jpg", "image/jpeg", "00ff", 1234, morning + 2s);
    const auto stored = attachment(db, 1).value();
    CHECK(stored.state == "stored");
    CHECK(stored.path == "attachments/a.jpg");
    CHECK(stored.mime == "image/jpeg");
    CHECK(stored.sha256 == "00ff");
    CHECK(stored.size == 1234);
    CHECK(stored.media.url.empty());
    attachment_refused(db, 2, "jenis", morning);
    CHECK(attachment(db, 2)->state == "refused");
    CHECK_FALSE(next_attachment_due(db).has_value());
    CHECK_FALSE(attachment(db, 4711).has_value());
    CHECK_THROWS(expect_attachment(db, 1, who, photo(), morning));
}

TEST_CASE("a file of a dropped draft does not come back, and its number is not given again") {
    Desk desk;
    auto& db = desk.db;
    expect_attachment(db, 1, citizen(db), photo(), morning);
    discard_attachments(db, {1, 4711});
    CHECK(due_attachments(db, morning + 1h, 10).empty());
    attachment_stored(db, 1, "attachments/a.jpg", "image/jpeg", "", 1, morning);
    postpone_attachment(db, 1, morning, "x");
    const auto gone = attachment(db, 1).value();
    CHECK(gone.state == "discarded");
    CHECK(gone.path.empty());
    CHECK(gone.media.caption.empty());
    CHECK(gone.media.filename.empty());
    CHECK(next_attachment(db) == 2);
}

TEST_CASE("a written file is whole, private and named by nobody") {
    Directory directory;
    const auto path = write_attachment(directory.path(), "bytes", "jpg");
    CHECK(path.starts_with("attachments/"));
    CHECK(path.ends_with(".jpg"));
    CHECK(content(directory.path() / path) == "bytes");
    struct stat info {};
    REQUIRE(::stat((directory.path() / path).c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(write_attachment(directory.path(), "bytes", "jpg") != path);
    CHECK(write_attachment(directory.path(), "", "/../x.SH\n").find("..") == std::string::npos);
    CHECK(write_attachment(directory.path(), "", "").ends_with(".bin"));
    CHECK(files_in(directory.path() / "attachments") == 4);
}

TEST_CASE("files that no row names are swept, but not while their row may still come") {
    Desk desk;
    auto& db = desk.db;
    const auto& data = desk.directory.path();
    const auto who = citizen(db);
    const auto kept = write_attachment(data, "kept", "jpg");
    const auto dropped = write_attachment(data, "dropped", "jpg");
    write_attachment(data, "orphan", "jpg");
    std::ofstream(data / "attachments" / "torn.jpg.part") << "half";
    for (const flows::AttachmentId id : {1, 2}) {
        expect_attachment(db, id, who, photo(), morning);
        attachment_stored(db, id, id == 1 ? kept : dropped, "image/jpeg", "", 4, morning);
    }
    CHECK(sweep_attachments(db) == 0);  // all of them are young
    CHECK(sweep_attachments(db, 0s) == 2);
    CHECK(files_in(data / "attachments") == 2);
    {
        const sqlite::Transaction never_committed(db.connection());
        discard_attachments(db, {2});
        CHECK(sweep_attachments(db, 0s) == 0);
    }
    CHECK(content(data / dropped) == "dropped");
    discard_attachments(db, {2});
    CHECK(sweep_attachments(db, 0s) == 1);
    CHECK(content(data / kept) == "kept");
}

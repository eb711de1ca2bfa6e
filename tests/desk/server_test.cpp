#include "desk/queue_command.hpp"
#include "desk/socket_file.hpp"
#include "storage/attachments.hpp"
#include "tests/desk/office.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>
#include <cerrno>
#include <chrono>
#include <list>
#include <sstream>
#include <thread>

using namespace desk_tests;
namespace json = boost::json;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A bare connection, for what no command would send.
class Wire {
public:
    explicit Wire(const std::filesystem::path& socket) : descriptor_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const sockaddr_un address = desk::socket_address(socket);
        REQUIRE(::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
        timeval limit{};
        limit.tv_sec = 20;
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    ~Wire() { ::close(descriptor_); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(descriptor_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    // Empty: the other end has closed, or is silent; see closed().
    std::string line() {
        while (rest_.find('\n') == std::string::npos) {
            std::array<char, 4096> buffer{};
            const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), 0);
            if (got <= 0) {
                closed_ = got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
                return {};
            }
            rest_.append(buffer.data(), static_cast<std::size_t>(got));
        }
        const std::size_t end = rest_.find('\n');
        std::string line = rest_.substr(0, end);
        rest_.erase(0, end + 1);
        return line;
    }

    bool closed() const { return closed_; }

private:
    int descriptor_;
    std::string rest_;
    bool closed_ = false;
};

// A command against a socket that may not be there.
Ran run_at(const std::filesystem::path& socket) {
    std::string name = "queue", option = "--socket=" + socket.string();
    std::array<char*, 2> argv{name.data(), option.data()};
    std::istringstream in;
    std::ostringstream out, err;
    Ran ran;
    ran.exit_code = desk::run_queue_command(2, argv.data(), desk::Streams{in, out, err});
    ran.out = out.str();
    ran.err = err.str();
    return ran;
}

}  // namespace

TEST_CASE("server: lines in turn on one connection, also when they come together", "[desk]") {
    Office office;
    office.file();
    Wire wire(office.socket("rini"));
    REQUIRE(wire.send(
        "{\"v\":1,\"verb\":\"take\",\"args\":{\"ticket\":\"1\"}}\n{\"v\":1,\"verb\":\"show\",\"args\":{\"ticket\":\"1\"}}\nrusak\n"));
    CHECK(has(wire.line(), "\"ok\":true"));
    CHECK(has(wire.line(), "\"status\":\"diperiksa\""));
    CHECK(has(wire.line(), "\"code\":\"usage\""));
    REQUIRE(wire.send("{\"v\":1,\"verb\":\"hapus_semua\"}\n"));
    CHECK(has(wire.line(), "tidak dikenal"));
    REQUIRE(wire.send("{\"v\":1,\"verb\":\"say\",\"args\":{\"text\":\"halo\"}}\n"));
    CHECK(has(wire.line(), "\"code\":\"state\""));
}

TEST_CASE("server: wrong kinds of arguments are refused, not believed", "[desk]") {
    Office office;
    office.file();
    Wire wire(office.socket("root"));
    for (const char* verb : {"list",    "show",  "history", "reasons", "calls",      "open",      "take",         "release", "return",
                             "approve", "ready", "done",    "reject",  "undo",       "note",      "fill",         "reply",   "hangup",
                             "new",     "say",   "paper",   "leave",   "clerk.list", "clerk.add", "clerk.remove", "backup"})
        for (const char* args :
             {"{}", R"({"ticket":1,"items":7,"text":[],"reason":{},"status":"x","reveal":[null],"service":null,"account":[]})",
              R"({"ticket":"","document":"\u0000","index":-1,"content":"!!!","path":"relatif","value":"\ud83d\ude00"})"}) {
            REQUIRE(wire.send(std::string("{\"v\":1,\"verb\":\"") + verb + "\",\"args\":" + args + "}\n"));
            const std::string line = wire.line();
            INFO(verb << ' ' << args << ' ' << line);
            REQUIRE_FALSE(line.empty());
            CHECK(json::parse(line).is_object());
            CHECK_FALSE(has(line, "\"code\":\"failed\""));
        }
}

TEST_CASE("server: a request beyond the limit is refused and the connection ends", "[desk]") {
    Office office;
    Wire wire(office.socket("rini"));
    const std::string part(1024 * 1024, 'x');
    bool open = wire.send("{\"v\":1,\"verb\":\"list\",\"args\":{\"text\":\"");
    for (int i = 0; i < 26 && open; ++i) open = wire.send(part);
    const std::string line = wire.line();
    CHECK((line.empty() || has(line, "terlalu besar")));
    CHECK(wire.line().empty());
    CHECK(wire.closed());
    CHECK(office.run("rini", {"list"}).exit_code == 0);
}

TEST_CASE("server: one connection too many is told so, and the others are served", "[desk]") {
    Office office;
    const std::filesystem::path path = office.socket("rini");
    std::list<Wire> all;
    for (std::size_t i = 0; i < desk::ServerSettings{}.connections_most; ++i) all.emplace_back(path);
    Wire beyond(path);
    CHECK(has(beyond.line(), "Terlalu banyak perintah"));
    CHECK(beyond.line().empty());
    CHECK(beyond.closed());
    for (Wire* served : {&all.front(), &all.back()}) {
        REQUIRE(served->send("{\"v\":1,\"verb\":\"list\"}\n"));
        CHECK(has(served->line(), "\"ok\":true"));
    }
}

TEST_CASE("server: who says nothing, or half of something, is let go", "[desk]") {
    const bool says_half = GENERATE(false, true);
    Office office;
    if (says_half)
        office.wait_at_most(std::chrono::minutes{30}, std::chrono::seconds{1});
    else
        office.wait_at_most(std::chrono::minutes{0}, std::chrono::seconds{60});
    Wire wire(office.socket("rini"));
    if (says_half) REQUIRE(wire.send("{\"v\":1,"));
    CHECK(wire.line().empty());
    CHECK(wire.closed());
}

TEST_CASE("server: a clerk who hangs up at once costs nothing, the change stands", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    { Wire wire(office.socket("rini")); }
    {
        Wire wire(office.socket("rini"));
        REQUIRE(wire.send("{\"v\":1,\"verb\":\"take\",\"args\":{\"ticket\":\"1\"}}\n"));
    }
    CHECK(office.run("rini", {"list"}).exit_code == 0);
    CHECK(office.request(ticket).claimed_by == "Rini");
    CHECK(office.sent("628120001001").size() == 1);
}

TEST_CASE("server: what was not committed is told as such, and nobody hears of it", "[desk]") {
    Office office;
    const std::string ticket = office.file();
    office.let_commit(false);
    const Ran refused = office.run("rini", {"take", "1"});
    CHECK(refused.exit_code != 0);
    CHECK(has(refused.err, "tidak ada yang berubah"));
    CHECK(refused.out.empty());
    office.let_commit(true);
    CHECK(office.request(ticket).claimed_by.empty());
    CHECK(office.sent("628120001001").empty());
    CHECK(office.run("rini", {"take", "1"}).exit_code == 0);
    CHECK(office.request(ticket).claimed_by == "Rini");
    CHECK(office.sent("628120001001").size() == 1);
}

// The command itself takes its leave; what was killed does not.
TEST_CASE("server: a paper of a counter that was cut off goes", "[desk]") {
    Office office;
    const auto state = [&office] {
        std::string found;
        office.write([&](storage::Database& db) { found = storage::attachment(db, 1).value().state; });
        return found;
    };
    {
        Wire wire(office.socket("rini"));
        const auto asked = [&wire](const std::string& verb, const std::string& args) {
            REQUIRE(wire.send("{\"v\":1,\"verb\":\"" + verb + "\",\"args\":" + args + "}\n"));
            CHECK(has(wire.line(), "\"ok\":true"));
        };
        asked("new", R"({"service":"SKTM"})");
        for (const char* answer : {"setuju", "Siti Rahayu", "2104015203859002", "1500000", "0812000100100"})
            asked("say", std::string(R"({"text":")") + answer + "\"}");
        asked("paper", R"({"document":"KTP","name":"ktp.jpg","content":"/9j/4CBwaW5kYWlhbg=="})");
        CHECK(state() == "stored");
    }
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (state() != "discarded" && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    CHECK(state() == "discarded");
}

TEST_CASE("server: the socket is for the owner and the group", "[desk]") {
    Office office;
    struct stat found {};
    REQUIRE(::stat(office.socket("rini").c_str(), &found) == 0);
    CHECK(S_ISSOCK(found.st_mode));
    CHECK((found.st_mode & 0777) == 0660);
}

TEST_CASE("server: a stale socket is replaced, an answered one and other files are not", "[desk]") {
    TemporaryDirectory directory;
    const std::filesystem::path path = directory.path() / "desk.sock";
    const int first = desk::listen_on(path);
    CHECK_THROWS_WITH(desk::listen_on(path), Catch::Contains("sudah dipakai"));
    ::close(first);
    const int second = desk::listen_on(path);
    CHECK(second >= 0);
    desk::remove_socket(path, desk::inode_of(path) + 1);
    CHECK(std::filesystem::exists(path));
    desk::remove_socket(path, desk::inode_of(path));
    CHECK_FALSE(std::filesystem::exists(path));
    ::close(second);

    const std::filesystem::path file = directory.path() / "penting.txt";
    ::close(::open(file.c_str(), O_CREAT | O_WRONLY, 0600));
    CHECK_THROWS_WITH(desk::listen_on(file), Catch::Contains("berkas lain"));
    CHECK(std::filesystem::exists(file));
    CHECK_THROWS_WITH(desk::listen_on(directory.path() / std::string(200, 'x')), Catch::Contains("terlalu panjang"));
}

TEST_CASE("server: when it does not run, the command says what to do", "[desk]") {
    TemporaryDirectory directory;
    const Ran missing = run_at(directory.path() / "tidak-ada.sock");
    CHECK(missing.exit_code == 69);
    CHECK(has(missing.err, "sapa serve"));
    CHECK(missing.out.empty());
    const std::filesystem::path stale = directory.path() / "mati.sock";
    ::close(desk::listen_on(stale));
    CHECK(run_at(stale).exit_code == 69);
    CHECK(run_at(directory.path() / std::string(300, 'x')).exit_code == 69);
}

TEST_CASE("server: the socket's file goes with the server", "[desk]") {
    std::filesystem::path path;
    TemporaryDirectory outside;
    {
        Office office;
        path = office.socket("rini");
        CHECK(std::filesystem::exists(path));
    }
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(run_at(path).exit_code == 69);
}

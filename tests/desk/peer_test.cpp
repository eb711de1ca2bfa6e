// Who calls is what the kernel says: here no test gives the account itself.
#include "desk/caller.hpp"
#include "desk/socket_file.hpp"
#include "tests/desk/office.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <array>

using namespace desk_tests;

namespace {

constexpr uid_t stranger = 65'534;  // "nobody" almost everywhere
constexpr int not_heard = 9;

// 0: the answer is a refusal for want of rights. 1: it is another answer. The process has threads, so its child makes system calls only.
int asked_as(uid_t uid, const sockaddr_un& socket) {
    const std::string_view question = "{\"v\":1,\"verb\":\"clerk.list\"}\n";
    std::array<char, 4'096> answer{};
    const pid_t child = ::fork();
    if (child == 0) {
        const int wire = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (uid != ::geteuid() && (::setgid(uid) != 0 || ::setuid(uid) != 0)) ::_exit(not_heard);
        if (::connect(wire, reinterpret_cast<const sockaddr*>(&socket), sizeof socket) != 0) ::_exit(not_heard);
        if (::send(wire, question.data(), question.size(), MSG_NOSIGNAL) < 0) ::_exit(not_heard);
        pollfd ready{wire, POLLIN, 0};
        if (::poll(&ready, 1, 20'000) != 1) ::_exit(not_heard);
        const ssize_t got = ::recv(wire, answer.data(), answer.size(), 0);
        if (got <= 0) ::_exit(not_heard);
        const std::string_view heard(answer.data(), static_cast<std::size_t>(got));
        ::_exit(heard.find("\"denied\"") == std::string_view::npos ? 1 : 0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("peer: an account is the owner's when it runs the service, or root's", "[desk]") {
    CHECK(desk::system_peer(0, 1'000).owner);
    CHECK(desk::system_peer(1'000, 1'000).owner);
    CHECK_FALSE(desk::system_peer(stranger, 1'000).owner);
    CHECK_FALSE(desk::system_peer(static_cast<uid_t>(-1), 1'000).owner);
    CHECK(desk::system_peer(static_cast<uid_t>(-1), 1'000).account.empty());
}

TEST_CASE("peer: another account of the machine is a stranger, whatever it says", "[desk]") {
    Office office;
    const std::filesystem::path path = office.socket(whoever);
    CHECK(asked_as(::geteuid(), desk::socket_address(path)) == 1);
    if (::geteuid() != 0) {
        WARN("only root can try another account: NOTHING was shown about strangers");
        return;
    }
    REQUIRE(::chmod(path.parent_path().c_str(), 0711) == 0);
    REQUIRE(::chmod(path.c_str(), 0666) == 0);
    CHECK(asked_as(stranger, desk::socket_address(path)) == 0);
}

// The command's end of the desk's socket. Blocking: a command asks one thing and waits for the answer.
#pragma once
#include "desk/protocol.hpp"

#include <boost/json/fwd.hpp>
#include <chrono>
#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace desk {

struct NoConnection {
    int exit_code = exit_not_running;
    std::string message;  // what is wrong and what to do
};

class Client {
public:
    static std::expected<Client, NoConnection> connect(const std::filesystem::path& socket);
    Client(Client&&) noexcept;
    Client& operator=(Client&&) noexcept;
    ~Client();

    Result call(std::string_view verb, const boost::json::object& args);
    void patience(std::chrono::seconds);  // how long an answer may take

private:
    explicit Client(int descriptor) : descriptor_(descriptor) {}
    bool send(std::string_view line);
    bool receive(std::string& line);

    int descriptor_ = -1;
    std::string rest_;
};

// --socket, else SAPA_DESK_SOCKET, else desk.sock in SAPA_STORAGE_PATH, else data/desk.sock where that is, else /run/sapa/desk.sock.
std::filesystem::path desk_socket(const std::string& option);

}  // namespace desk

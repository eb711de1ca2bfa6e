// The socket's place in the file system.
#pragma once
#include <sys/types.h>
#include <sys/un.h>

#include <filesystem>

namespace desk {

// Throws std::runtime_error when the path does not fit a socket address.
sockaddr_un socket_address(const std::filesystem::path&);
// Removes a socket that nobody answers on. Throws std::runtime_error when somebody does, or when another kind of file lies there.
void clear_stale_socket(const std::filesystem::path&);
// A listening descriptor (non-blocking, close-on-exec), mode 0660 from its first moment. Throws std::runtime_error.
int listen_on(const std::filesystem::path&);
// Takes the file away if it is still the one with that inode.
void remove_socket(const std::filesystem::path&, ino_t inode);
ino_t inode_of(const std::filesystem::path&);  // 0: no such file

}  // namespace desk

// Files that must survive a power cut: temporary name, fsync, rename, fsync of the directory. Throws std::system_error with the path.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace storage {

void create_private_directory(const std::filesystem::path&);  // 0700, with missing parents; nothing when it exists
void create_private_file(const std::filesystem::path&);       // 0600 and empty; nothing when it exists
void sync_path(const std::filesystem::path&);                 // a file or a directory
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);  // `from` is synced already
void write_durably(const std::filesystem::path&, std::string_view bytes);                 // 0600
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to);    // 0600; `to` is not there yet
// A second name for the same content where the file system allows, else a copy. Nothing when `to` is there; the caller syncs the directory.
void link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to);
std::string read_small_file(const std::filesystem::path&);  // a note of a few lines; empty when there is none

}  // namespace storage

#include "bot/secrets.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string_view>

namespace bot {
namespace {

std::string trimmed(std::string text) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!text.empty() && blank(text.back())) text.pop_back();
    while (!text.empty() && blank(text.front())) text.erase(text.begin());
    return text;
}

void judge_rights(const std::filesystem::path& file, std::string_view named, std::string_view otherwise, ReadSecrets& read) {
    struct stat info {};
    if (::stat(file.c_str(), &info) != 0) return;
    const Exposure exposure = exposure_of(info.st_mode, info.st_uid, ::geteuid());
    if (exposure.writable)
        read.mistakes.push_back(fmt::format("{} bisa ditulis siapa saja; jalankan {}{}", named, exposure.mend, otherwise));
    else if (exposure.readable)
        read.advice.push_back(fmt::format("{} bisa dibaca siapa saja; jalankan {}{}", named, exposure.mend, otherwise));
}

std::string read_one(const SecretSource& source, std::string_view key, ReadSecrets& read) {
    if (source.file.empty()) return trimmed(source.value);
    std::ifstream stream(source.file, std::ios::binary);
    if (!stream) {
        read.mistakes.push_back(fmt::format("whatsapp.{}_file: {} tidak bisa dibaca", key, source.file.string()));
        return {};
    }
    judge_rights(source.file, fmt::format("whatsapp.{}_file: {}", key, source.file.string()), "", read);
    return trimmed(std::string(std::istreambuf_iterator<char>(stream), {}));
}

std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= list.size();) {
        const std::size_t end = std::min(list.find_first_of(",\n", at), list.size());
        if (std::string part = trimmed(list.substr(at, end - at)); !part.empty()) parts.push_back(std::move(part));
        at = end + 1;
    }
    return parts;
}

// A stand-in on this machine needs no real secrets besides the one that signs.
void check(const Config& config, ReadSecrets& read) {
    constexpr std::size_t least = 8;
    const bool strict = !config.graph_is_local();
    const auto missing = [&](std::string_view key) {
        read.mistakes.push_back(fmt::format("whatsapp.{} belum diisi (atau SAPA_WHATSAPP_…, atau {}_file)", key, key));
    };
    const Secrets& secrets = read.secrets;
    if (secrets.app_secrets.empty()) missing("app_secret");
    if (secrets.app_secrets.size() > 2) read.mistakes.push_back("whatsapp.app_secret: paling banyak dua, dipisah koma");
    if (strict && secrets.verify_token.empty()) missing("verify_token");
    if (strict && secrets.access_token.empty()) missing("access_token");
    for (const std::string& secret : secrets.app_secrets)
        if (strict && secret.size() < least) read.mistakes.push_back("whatsapp.app_secret terlalu pendek");
    if (strict && !secrets.verify_token.empty() && secrets.verify_token.size() < least)
        read.mistakes.push_back("whatsapp.verify_token terlalu pendek");
}

}  // namespace

Exposure exposure_of(mode_t mode, uid_t owner, uid_t service) {
    const bool own = owner == service && owner != 0;  // root asks on behalf of an account that reads through the group
    return {(mode & S_IWOTH) != 0, (mode & S_IROTH) != 0, own ? "chmod 600" : "chmod 640 (dan chgrp ke grup akun layanan)"};
}

ReadSecrets read_secrets(const Config& config) {
    ReadSecrets read;
    if (!config.with_secrets.empty())
        judge_rights(config.with_secrets, fmt::format("{} berisi rahasia dan", config.with_secrets.string()),
                     ", atau pindahkan rahasianya ke berkas sendiri (…_file)", read);
    read.secrets.app_secrets = split(read_one(config.app_secret, "app_secret", read));
    read.secrets.verify_token = read_one(config.verify_token, "verify_token", read);
    read.secrets.access_token = read_one(config.access_token, "access_token", read);
    if (read.mistakes.empty()) check(config, read);
    if (config.graph_is_local() && read.secrets.access_token.empty()) read.secrets.access_token = "loopback";
    return read;
}

std::string SecretStore::access_token() const {
    const std::lock_guard lock(mutex_);
    return secrets_.access_token;
}

Secrets SecretStore::all() const {
    const std::lock_guard lock(mutex_);
    return secrets_;
}

void SecretStore::replace(Secrets secrets) {
    const std::lock_guard lock(mutex_);
    secrets_ = std::move(secrets);
}

}  // namespace bot

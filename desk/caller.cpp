#include "desk/caller.hpp"

#include "storage/clerks.hpp"

#include <fmt/format.h>
#include <pwd.h>

#include <optional>
#include <vector>

namespace desk {

Peer system_peer(uid_t uid, uid_t owner) {
    std::vector<char> buffer(16'384);
    passwd entry{};
    passwd* found = nullptr;
    Peer peer;
    if (getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) peer.account = found->pw_name;
    peer.owner = uid == 0 || uid == owner;
    if (peer.owner && peer.account.empty()) peer.account = fmt::format("uid-{}", uid);
    return peer;
}

bool Caller::may(Right right) const {
    switch (right) {
        case Right::Read:
            return may_read;
        case Right::Work:
            return may_work;
        case Right::Admin:
            return may_administer;
    }
    return false;
}

std::expected<Caller, Refusal> identify(storage::Database& db, const Peer& peer) {
    Caller caller;
    caller.account = caller.name = peer.account;
    caller.may_read = caller.may_work = caller.may_administer = peer.owner;
    const std::optional<storage::Clerk> row = peer.account.empty() ? std::nullopt : storage::clerk(db, peer.account);
    if (!row && !peer.owner) {
        const std::string who = peer.account.empty() ? "Akun sistem Anda" : fmt::format("Akun '{}'", peer.account);
        return std::unexpected(
            Refusal{Code::Denied, fmt::format("{} belum terdaftar sebagai petugas. Mintalah admin menjalankan: sapa clerk add {} "
                                              "--name \"Nama Anda\"",
                                              who, peer.account.empty() ? "AKUN" : peer.account)});
    }
    if (row) {
        caller.name = row->name;
        for (const std::string& role : row->roles) {
            const bool admin = role == "admin", clerk = admin || role == "petugas";
            caller.may_administer = caller.may_administer || admin;
            caller.may_work = caller.may_work || clerk;
            caller.may_read = caller.may_read || clerk || role == "pembaca";
        }
    }
    return caller;
}

Refusal denied(const Caller& caller, Right right) {
    const std::string_view needed = right == Right::Admin ? "admin" : right == Right::Work ? "petugas" : "pembaca";
    return {Code::Denied,
            fmt::format(
                "{}, akun '{}' tidak berhak untuk perintah ini (perlu peran {}). Admin dapat memberikannya: sapa clerk add {} --role {}",
                caller.name, caller.account, needed, caller.account, needed)};
}

}  // namespace desk

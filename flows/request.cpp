#include "flows/request.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace flows {
namespace {

struct StatusRow {
    Status status;
    std::string_view key;
    std::string_view shown;
    std::vector<Status> next;
};

using enum Status;

// The whole life of a request. What is not here cannot happen.
const std::array status_table{
    StatusRow{Diterima, "diterima", "Diterima, menunggu diperiksa", {Diperiksa, Batal}},
    StatusRow{Diperiksa, "diperiksa", "Sedang diperiksa petugas", {PerluPerbaikan, Diproses, Ditolak}},
    StatusRow{PerluPerbaikan, "perlu_perbaikan", "Berkas perlu dilengkapi", {Diterima, Batal, Kedaluwarsa}},
    StatusRow{Diproses, "diproses", "Surat sedang dibuat", {Siap, Ditolak, PerluPerbaikan}},
    StatusRow{Siap, "siap", "Siap diambil", {Selesai}},
    StatusRow{Selesai, "selesai", "Sudah diambil", {}},
    StatusRow{Ditolak, "ditolak", "Tidak dapat diproses", {}},
    StatusRow{Batal, "batal", "Dibatalkan", {}},
    StatusRow{Kedaluwarsa, "kedaluwarsa", "Ditutup karena tidak dilengkapi", {Diterima}},
};

const StatusRow& row(Status s) { return status_table[static_cast<std::size_t>(s)]; }

constexpr std::array<std::string_view, 4> paper_keys{"belum", "diterima", "bawa", "perlu_perbaikan"};

}  // namespace

std::string_view key(Status s) { return row(s).key; }
std::string_view shown(Status s) { return row(s).shown; }

std::optional<Status> status_from_key(std::string_view text) {
    for (const auto& r : status_table)
        if (r.key == text) return r.status;
    return std::nullopt;
}

bool may_become(Status from, Status to) { return std::ranges::find(row(from).next, to) != row(from).next.end(); }

bool is_open(Status s) { return s != Selesai && s != Ditolak && s != Batal && s != Kedaluwarsa; }

bool citizen_may_cancel(Status s) { return may_become(s, Batal); }

std::string_view key(PaperState s) { return paper_keys[static_cast<std::size_t>(s)]; }

std::optional<PaperState> paper_state_from_key(std::string_view text) {
    for (std::size_t i = 0; i < paper_keys.size(); ++i)
        if (paper_keys[i] == text) return static_cast<PaperState>(i);
    return std::nullopt;
}

}  // namespace flows

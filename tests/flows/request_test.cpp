#include "flows/request.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <utility>

using namespace flows;

namespace {
constexpr Status all[] = {Status::Diterima, Status::Diperiksa, Status::PerluPerbaikan, Status::Diproses,   Status::Siap,
                          Status::Selesai,  Status::Ditolak,   Status::Batal,          Status::Kedaluwarsa};
}

TEST_CASE("request: only the edges of the office's table are legal", "[request]") {
    using enum Status;
    const std::set<std::pair<Status, Status>> legal{
        {Diterima, Diperiksa},      {Diterima, Batal},       {Diperiksa, PerluPerbaikan},   {Diperiksa, Diproses}, {Diperiksa, Ditolak},
        {PerluPerbaikan, Diterima}, {PerluPerbaikan, Batal}, {PerluPerbaikan, Kedaluwarsa}, {Diproses, Siap},      {Diproses, Ditolak},
        {Diproses, PerluPerbaikan}, {Siap, Selesai},         {Kedaluwarsa, Diterima}};
    for (const Status from : all)
        for (const Status to : all) CHECK(may_become(from, to) == legal.contains({from, to}));
}

TEST_CASE("request: keys of statuses and papers read back", "[request]") {
    for (const Status s : all) CHECK(status_from_key(key(s)) == s);
    for (const PaperState s : {PaperState::Belum, PaperState::Diterima, PaperState::Bawa, PaperState::PerluPerbaikan})
        CHECK(paper_state_from_key(key(s)) == s);
    CHECK_FALSE(status_from_key("draf").has_value());
    CHECK_FALSE(paper_state_from_key("").has_value());
}

TEST_CASE("request: finished requests are not open and cannot be cancelled by the citizen", "[request]") {
    CHECK(is_open(Status::Siap));
    CHECK_FALSE(is_open(Status::Ditolak));
    CHECK(citizen_may_cancel(Status::Diterima));
    CHECK(citizen_may_cancel(Status::PerluPerbaikan));
    CHECK_FALSE(citizen_may_cancel(Status::Diproses));
    CHECK_FALSE(citizen_may_cancel(Status::Selesai));
}

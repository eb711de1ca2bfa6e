#include "flows/ticket.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>

using flows::make_ticket;
using flows::read_ticket;
using flows::TicketParts;

TEST_CASE("a ticket names office, month and serial and ends in a check digit") {
    CHECK(make_ticket("DABO", 2026, 11, 42).starts_with("DABO-2611-0042-"));
    CHECK(make_ticket("DABO", 2026, 1, 1).starts_with("DABO-2601-0001-"));
    CHECK(make_ticket("DABO", 2026, 11, 9999).size() == make_ticket("DABO", 2026, 11, 1).size());
    CHECK(make_ticket("DABO", 2026, 11, 10000).starts_with("DABO-2611-10000-"));
}

TEST_CASE("what was made can be read, however it is typed") {
    const auto ticket = make_ticket("DABO", 2026, 11, 42);
    const std::string check(1, ticket.back());
    const TicketParts whole{.year = 2026, .month = 11, .serial = 42, .checked = true};
    for (const auto& typed : {ticket, "dabo-2611-0042-" + check, "2611-0042-" + check, "2611 0042 " + check, "26110042" + check,
                              "DABO26110042" + check, "dabo 2611 0042" + check, "  DABO - 2611 - 0042 - " + check + " ",
                              "#DABO-2611-0042-" + check, "2611.0042." + check, "26 11 00 42 " + check,
                              "2611\xE2\x80\x93"
                              "0042\xE2\x80\x93" +
                                  check,
                              "2611-42-" + check}) {
        INFO(typed);
        CHECK(read_ticket(typed, "DABO") == whole);
    }
}

TEST_CASE("a missing check digit is accepted and said") {
    const TicketParts unchecked{.year = 2026, .month = 11, .serial = 42, .checked = false};
    for (const auto* typed : {"DABO-2611-0042", "2611-0042", "26110042", "dabo 2611 0042", "2611-42", "2611 42"}) {
        INFO(typed);
        CHECK(read_ticket(typed, "DABO") == unchecked);
    }
    CHECK(read_ticket("2611-12345", "DABO").value().serial % 10000 == 2345);
}

TEST_CASE("what is no ticket of this office is not read") {
    for (const auto* typed : {"", "42", "halo", "DABO", "BUKIT-2611-0042", "2613-0042", "2600-0042", "2611-0000", "2611", "261100421234",
                              "2611-0042-7-7", "0009-2", "1209-2", "2611a0042", "DABO-2611-0042-x", "62812000123456"}) {
        INFO(typed);
        CHECK_FALSE(read_ticket(typed, "DABO").has_value());
    }
}

TEST_CASE("one wrong digit or two swapped neighbours never make another ticket") {
    for (int serial = 1; serial <= 10'400; serial += 13) {
        const auto right = make_ticket("DABO", 2026, 11, serial);
        for (std::size_t i = 5; i < right.size(); ++i) {
            if (right[i] == '-') continue;
            for (char digit = '0'; digit <= '9'; ++digit) {
                auto wrong = right;
                wrong[i] = digit;
                const auto read = read_ticket(wrong, "DABO");
                CHECK((wrong == right) == read.has_value());
            }
            if (i + 1 == right.size() || right[i + 1] == '-') continue;
            auto swapped = right;
            std::swap(swapped[i], swapped[i + 1]);
            CHECK((swapped == right) == read_ticket(swapped, "DABO").has_value());
        }
    }
}

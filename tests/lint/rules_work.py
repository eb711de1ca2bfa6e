"""The checks themselves: each finds what it is there to find, and leaves good code alone."""
import sys
from pathlib import Path

import alarms
import banned
import coroutines
import includes
import invented_people
import metrics
from project import Report, code_only

GOOD_COROUTINE = """
asio::awaitable<void> serve(std::shared_ptr<Listener> self, tcp::socket socket) {
    auto executor = co_await asio::this_coro::executor;
    Message message{1, 2, {}};
    const auto [ec, count] = co_await async_read(stream, buffer, parser, token);
    if (ec) {
        co_return;
    }
    std::size_t sent = co_await send(std::move(message));
    co_await wait(timer, table[3]);
    std::vector<int> sizes{1, 2};
    co_return;
}
"""

COROUTINES = [
    (GOOD_COROUTINE, None),
    ("awaitable<void> f() { int x = 0; if (co_await g()) h(); }", "inside parentheses"),
    ("awaitable<void> f() { int x = 0; while (co_await g()) h(); }", "inside parentheses"),
    ("awaitable<void> f() { int x = 0; use(co_await g()); }", "inside parentheses"),
    ("awaitable<void> f() { int x = 0; x = co_await g(); }", "whole statement"),
    ("awaitable<int> f() { int x = 0; co_return co_await g(); }", "whole statement"),
    ("awaitable<void> f() { int x = 0; auto y = a && co_await g(); }", "whole statement"),
    ("awaitable<void> f() { int x = 0; co_await send(Message{a, b, {}}); }", "braces"),
    ("awaitable<void> f() { int x = 0; co_await send({.to = a}); }", "braces"),
    ("awaitable<void> f() { int x = 0; auto r = c ? S(1) : co_await g(); }", "?:"),
    ("awaitable<void> f() { int x = 0; co_await g(c ? 1 : 2); }", "?:"),
    ("awaitable<void> f() { int x = 0; co_await spawn([s] { return s; }); }", "lambda"),
    ("awaitable<void> f() { co_await g(); int x = 0; }", "first line"),
    ("awaitable<void> f() { if (ready) co_return; int x = 0; co_await g(); }", "first line"),
    ("awaitable<void> f(const std::string& text) { int x = 0; co_await g(); }", "by value"),
    ("awaitable<void> f(Message&& m) { int x = 0; co_await g(); }", "by value"),
    ("void f() { auto task = [s]() -> awaitable<void> { auto e = co_await x; co_return; }; }", "lambda coroutine"),
    ("void f(const T& t) { auto task = [] { return 1; }; g(t); }", None),
]

BANNED = [
    ("storage/x.cpp", 'run("BEGIN");', "IMMEDIATE"),
    ("storage/x.cpp", 'run("BEGIN IMMEDIATE"); // BEGIN', None),
    ("storage/x.cpp", "auto now = std::chrono::system_clock::now();", "bot/ reads the clock"),
    ("bot/x.cpp", "auto now = std::chrono::system_clock::now();", None),
    ("webhooks/x.cpp", "return memcmp(a, b, 32) == 0;", "CRYPTO_memcmp"),
    ("webhooks/x.cpp", "return CRYPTO_memcmp(a, b, 32) == 0;", None),
    ("webhooks/x.cpp", "http::async_read(stream, buffer, parser.get(), token);", "body limit"),
    ("webhooks/x.cpp", "http::async_read(stream, buffer, parser, token); use(parser.get());", None),
    ("flows/x.cpp", 'std::cout << "halo";', "terminal"),
    ("flows/x.cpp", '// std::cout\nauto s = "std::cout";', None),
    ("tests/flows/x.cpp", "std::this_thread::sleep_for(1s);", "deadline"),
]

INCLUDES = [
    ("flows/x.cpp", '#include "storage/writer.hpp"', "may not see"),
    ("webhooks/x.cpp", '#include "storage/writer.hpp"', "may not see"),
    ("storage/x.cpp", '#include "writer.hpp"', "from the root"),
    ("bot/x.cpp", '#include "storage/no_such_file.hpp"', "no such file"),
    ("flows/x.cpp", "#include <sqlite3.h>", "belongs in"),
    ("storage/x.cpp", "#include <sqlite3.h>", None),
    ("flows/x.hpp", "#include <vector>", "pragma once"),
    ("flows/x.hpp", "#pragma once\n#include <boost/json.hpp>", "too heavy"),
    ("flows/x.cpp", '// #include "storage/writer.hpp"', None),
]

TABLE = 'ids{\n"disk_full",\n};'
RUNBOOK = "## Alarms\n| `disk_full` | no room | make some |\n"

ALARMS = [
    (TABLE, RUNBOOK, "", None),
    (TABLE, "## Alarms\n", "", "has no line"),
    (TABLE, RUNBOOK.replace("## Alarms", "## Elsewhere"), "", "has no line"),
    (TABLE, RUNBOOK.replace("make some", ""), "", "to be done"),
    (TABLE, RUNBOOK + "| `gone` | a | b |\n", "", "no such alarm"),
    (TABLE, RUNBOOK, 'log::warn("event=x alarm=1");', "log::alarm"),
]

METRICS = [
    ('page.counter("a_total", "A", n);', "| `sapa_a_total` |", None),
    ('page.counter("a_total", "A", n);', "", "is not explained"),
    ('page.counter(\n    "a_total", "A", n);', "| `sapa_a_total_more` |", "is not explained"),
    ('add_queue(page, g, "a", "a_rows", "a_age");', "| `sapa_a_rows{state=…}` | `sapa_a_age` |", None),
    ('page.latency("a", "A", h);', "`sapa_a` `sapa_a_bucket`", None),
    ("", "| `sapa_a_total` |", "no such metric"),
]

NUMBERS = [("2104011203850001", True), ("2104011203859001", False), ("2104999999999999", False), ("2104011203850000", False), ("1111111111111111", False)]


def findings(check, *arguments):
    report = Report()
    check(report, *arguments)
    return " / ".join(report.findings)


def includes_of(report, path, text):
    original, includes.read = includes.read, lambda _: text
    includes.check(report, path)
    includes.read = original


def main():
    wrong = []

    def expect(found, wanted, code):
        if (wanted is None and found) or (wanted is not None and wanted not in found):
            wrong.append(f"wanted {wanted!r}, found {found!r} in: {code.strip()}")

    for code, wanted in COROUTINES:
        expect(findings(coroutines.check, Path("webhooks/x.cpp"), code), wanted, code)
    expect(findings(coroutines.check, Path("flows/x.cpp"), GOOD_COROUTINE), "live in", "a coroutine in flows/")
    for name, code, wanted in BANNED:
        expect(findings(banned.check_cpp, Path(name), code), wanted, code)
    for name, code, wanted in INCLUDES:
        expect(findings(includes_of, Path(name), code), wanted, code)
    for table, page, code, wanted in ALARMS:
        expect(findings(alarms.check, table, page, [(Path("bot/x.cpp"), code)]), wanted, page + code)
    for code, page, wanted in METRICS:
        expect(findings(metrics.check, [(Path("bot/x.cpp"), code)], page), wanted, code + page)
    for number, somebody in NUMBERS:
        match = invented_people.NIK.search(number)
        if bool(match and invented_people.somebody_may_have(match)) != somebody:
            wrong.append(f"invented people: {number}")
    if 'R"(' not in code_only('auto s = R"(") \' co_await)"; x') and "co_await" in code_only('auto s = R"(") \' co_await)";'):
        wrong.append("code_only leaves the inside of a raw string")

    print("\n".join(wrong) or f"rules work: {len(COROUTINES) + len(BANNED) + len(INCLUDES) + len(ALARMS) + len(METRICS) + len(NUMBERS)} cases, all well")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

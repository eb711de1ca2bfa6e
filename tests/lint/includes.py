"""Who may include whom. Arrows go down only; each library is seen by the rooms that need it and by no other."""
import re

from project import ROOMS, Report, code_only, cpp, line_of, read, ROOT, without_comments

SEES = {
    "flows": {"flows"},
    "storage": {"storage", "flows"},
    "webhooks": {"webhooks", "flows"},
    "letters": {"letters", "storage", "flows"},
    "desk": {"desk", "storage", "flows"},
    "bot": {"bot", "desk", "letters", "webhooks", "storage", "flows"},
    "tests": {"tests", *ROOMS},
    "cmake": set(),
}

# header prefix → where it may be included
LIBRARIES = {
    "sqlite3.h": ("storage/", "tests/storage/", "tests/sim/", "tests/system/", "tests/bench/bare_chain/"),
    "boost/asio": ("webhooks/", "desk/", "bot/", "cmake/net/", "tests/"),
    "boost/beast": ("webhooks/", "bot/", "cmake/net/", "tests/"),
    "boost/json/src.hpp": (),
    "toml++": ("flows/", "bot/", "tests/"),
    "CLI/": ("desk/", "bot/"),
    "spdlog/": ("bot/",),
    "catch2/": ("tests/",),
    "nlohmann/": (),
}
HEAVY_IN_HEADERS = ("boost/beast", "boost/asio.hpp", "boost/asio/ssl", "boost/json.hpp", "spdlog/")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def check_ours(report, path, line, target):
    room = path.parts[0]
    to = target.split("/")[0]
    if to not in SEES:
        report.add(path, line, f'"{target}": write the path from the root of the repository')
    elif to not in SEES.get(room, set()):
        report.add(path, line, f'"{target}": {room}/ may not see {to}/')
    elif not (ROOT / target).is_file():
        report.add(path, line, f'"{target}": no such file')


def check_library(report, path, line, target):
    for prefix, places in LIBRARIES.items():
        if target.startswith(prefix) and not any(str(path).startswith(place) for place in places):
            report.add(path, line, f"<{target}>: belongs in {', '.join(places) or 'no file'} only")
    if path.suffix == ".hpp" and path.parts[0] != "tests" and target.startswith(HEAVY_IN_HEADERS):
        report.add(path, line, f"<{target}>: too heavy for a header; forward declare, or hide it in the .cpp")
    if target.split("/")[0] in ROOMS:
        report.add(path, line, f"<{target}>: our own headers take quotes")


def check_own_header_first(report, path, includes):
    own = path.with_suffix(".hpp")
    if path.suffix == ".cpp" and (ROOT / own).is_file() and (not includes or includes[0][1] != str(own)):
        report.add(path, 1, f'the first include must be "{own}"')


def check(report, path):
    text = without_comments(read(path))
    includes = []
    for match in INCLUDE.finditer(text):
        line, quote, target = line_of(text, match.start()), match.group(1), match.group(2)
        includes.append((quote, target))
        (check_ours if quote == '"' else check_library)(report, path, line, target)
    check_own_header_first(report, path, includes)
    if path.suffix == ".hpp" and not code_only(text).lstrip().startswith("#pragma once"):
        report.add(path, 1, "a header begins with #pragma once")


def main():
    report = Report()
    for path in cpp(under={*ROOMS, "tests", "cmake"}):
        check(report, path)
    report.finish("includes")


if __name__ == "__main__":
    main()

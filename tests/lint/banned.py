"""Things that are always wrong somewhere: what, where it may stand all the same, and why not elsewhere."""
import re

from project import ROOMS, Report, code_only, cpp, files, line_of, read, without_comments

ROOM_PATHS = tuple(f"{room}/" for room in ROOMS)

# (pattern, places that are looked at, places where it may stand, why). Looked for in code, not in comments or strings.
IN_CODE = [
    (r"\b(sleep_for|sleep_until|usleep|nanosleep|sleep)\s*\(", ROOM_PATHS + ("tests/",), (), "await an event or a deadline"),
    (r"system_clock::now", ROOM_PATHS, ("bot/", "webhooks/listener.cpp"), "time comes in as a parameter; only bot/ reads the clock, and the listener, which stamps what comes in"),
    (r"\b(time|gettimeofday|clock_gettime)\s*\(\s*(NULL|nullptr|0|CLOCK)", ROOM_PATHS, ("bot/",), "time comes in as a parameter"),
    (r"std::(cout|cerr|clog)|\bf?printf\s*\(|\bputs\s*\(|fmt::print", ROOM_PATHS, ("bot/", "desk/", "storage/writer.cpp"), "only bot/ and desk/ speak to a terminal; the writer has a last word"),
    (r"(?<!CRYPTO_)\bmemcmp\s*\(", ROOM_PATHS, (), "compare secrets with CRYPTO_memcmp, everything else with =="),
    (r"async_read(_header|_some)?\s*\([^;]*\.get\(\)", ROOM_PATHS, (), "give async_read the parser itself: .get() drops the body limit"),
    (r"\bstd::regex\b", ROOM_PATHS, (), "std::regex recurses by input length: a long message ends the process"),
    (r"\busing namespace (std|boost|fmt|nlohmann)\b(?!::chrono|::\w*literals)", ROOM_PATHS, (), "name what is used"),
    (r"\b(strcpy|strcat|sprintf|gets|strtok|atoi|atol|atof)\s*\(", ROOM_PATHS, (), "use the std or fmt counterpart that knows its limits"),
    (r"\bstd::(system|getenv)\b|\bpopen\s*\(", ROOM_PATHS, ("bot/", "desk/"), "no shell, and the environment is read in one place"),
    (r"\bsqlite3_exec\s*\(", ROOM_PATHS, ("storage/",), "SQL stays in storage/"),
    (r"\brand\s*\(\)|\bsrand\s*\(|\bmt19937", ROOM_PATHS, (), "random numbers come from OpenSSL"),
    (r"\bassert\s*\(", ROOM_PATHS, (), "an assert vanishes from the optimised build"),
]

# Looked for in strings too.
IN_TEXT = [
    (r'"\s*BEGIN\s*("|;|DEFERRED|TRANSACTION)', ROOM_PATHS, (), "BEGIN IMMEDIATE: a deferred transaction fails when it turns into a writer"),
    (r"(?i)\bPRAGMA\s+synchronous\s*=\s*(OFF|NORMAL|0|1)\b", ROOM_PATHS, (), "answered means durable: synchronous=FULL"),
]

EVERYWHERE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def applies(path, looked_at, allowed):
    return str(path).startswith(looked_at) and not str(path).startswith(allowed or ("\0",))


def check_cpp(report, path, text):
    for rules, view in ((IN_CODE, code_only(text)), (IN_TEXT, without_comments(text))):
        for pattern, looked_at, allowed, why in rules:
            if applies(path, looked_at, allowed):
                for match in re.finditer(pattern, view):
                    report.add(path, line_of(view, match.start()), f"{match.group(0).strip()}: {why}")


def main():
    report = Report()
    for path in cpp(under={*ROOMS, "tests"}):
        check_cpp(report, path, read(path))
    for path in files():
        if path.parts[:2] != ("tests", "lint"):
            for match in EVERYWHERE.finditer(read(path)):
                report.add(path, line_of(read(path), match.start()), f"{match.group(0)}: do it, or write it down as a decision")
    report.finish("banned")


if __name__ == "__main__":
    main()

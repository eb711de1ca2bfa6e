"""Every alarm has a line in the runbook of docs/operations.md, the runbook knows no other, and no line of the log is an alarm without an id."""
import re

from project import ROOMS, Report, cpp, line_of, read

PAGE = "docs/operations.md"
TABLE = "bot/alarms.cpp"
HEADING = "## Alarms"
SHOUT = re.compile(r"\balarm=1\b")
HELPER = "bot/alarms.hpp"


def ids(text):
    match = re.search(r"ids\{(.*?)\};", text, re.DOTALL)
    return re.findall(r'"(\w+)"', match.group(1)) if match else []


def runbook(page):
    """id → (line, what it means, what to do)"""
    if HEADING not in page:
        return {}
    start = page.index(HEADING)
    section = page[start:].split("\n## ", 1)[0]
    found = {}
    for match in re.finditer(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|", section, re.MULTILINE):
        found[match.group(1)] = (line_of(page, start + match.start()), match.group(2).strip(), match.group(3).strip())
    return found


def check(report, table, page, sources):
    known, explained = ids(table), runbook(page)
    for name in known:
        if name not in explained:
            report.add(TABLE, line_of(table, table.find(f'"{name}"')), f"{name} has no line under {HEADING!r} in {PAGE}")
        elif not all(explained[name][1:]):
            report.add(PAGE, explained[name][0], f"{name}: what does it mean, and what is to be done?")
    for name, (line, *_) in explained.items():
        if name not in known:
            report.add(PAGE, line, f"{name}: the program has no such alarm")
    for path, text in sources:
        for match in SHOUT.finditer(text):
            if str(path) != HELPER:
                report.add(path, line_of(text, match.start()), "alarm=1: raise it with log::alarm, so that it has an id")


def main():
    report = Report()
    if len(ids(read(TABLE))) < 10:
        report.add(TABLE, 1, "the ids of the alarms cannot be found")
    check(report, read(TABLE), read(PAGE), [(path, read(path)) for path in cpp(under=set(ROOMS))])
    report.finish("alarms")


if __name__ == "__main__":
    main()

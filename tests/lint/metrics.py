"""Every metric of the program is explained in docs/operations.md, and the page names none that does not exist."""
import re

from project import Report, cpp, line_of, read, without_comments

PAGE = "docs/operations.md"
DIRECT = re.compile(r'\bpage\.(?:counter|gauge|latency|sizes|family)\(\s*"(\w+)"')
QUEUE = re.compile(r'\badd_queue\(page, \w+, "\w+", "(\w+)", "(\w+)"\)')
PARTS = re.compile(r"_(bucket|sum|count)$")  # of a histogram


def in_code(sources):
    found = {}
    for path, text in sources:
        for pattern in (DIRECT, QUEUE):
            for match in pattern.finditer(text):
                for name in match.groups():
                    found.setdefault(f"sapa_{name}", (path, line_of(text, match.start())))
    return found


def check(report, sources, page):
    known = in_code(sources)
    for name, (path, line) in sorted(known.items()):
        if not re.search(rf"`{name}[`{{]", page):
            report.add(path, line, f"{name} is not explained in {PAGE}")
    for match in re.finditer(r"`(sapa_\w+)", page):
        if PARTS.sub("", match.group(1)) not in known and match.group(1) not in known:
            report.add(PAGE, line_of(page, match.start()), f"{match.group(1)}: the program has no such metric")


def main():
    report = Report()
    sources = [(path, without_comments(read(path))) for path in cpp(under={"bot"})]
    if len(in_code(sources)) < 40:
        report.add("bot/metrics.cpp", 1, "the metrics cannot be found in the code")
    check(report, sources, read(PAGE))
    report.finish("metrics")


if __name__ == "__main__":
    main()

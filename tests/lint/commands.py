"""Every command of the program stands in the pages, and no page names one that does not exist. Argument: the program."""
import re
import subprocess
import sys

from project import Report, files, line_of, read

PAGES = [path for path in files(".md") if path.name != "CHANGELOG.md"]
HANDBOOK = "docs/buku-panduan.md"


def help_of(*command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True).stdout


def names(text, heading):
    """The names at the head of the indented lines below a heading; a line may begin with several: `take, ambil`."""
    block = text.split(heading, 1)[1].lstrip("\n") if heading in text else ""
    found = []
    for line in block.splitlines()[1 if not block.startswith(" ") else 0 :]:
        match = re.match(r"  ((?:[a-z]+, )*[a-z]+)\b", line)
        if not match:
            break
        found.append(match.group(1).split(", "))
    return found


def check_known(report, path, text, prefix, known):
    for match in re.finditer(rf"(?<![\w./-])(?<!-u ){prefix} ([a-z]+)\b(?![./-])", code_of(text)):
        if match.group(1) not in known:
            report.add(path, line_of(text, match.start()), f"{match.group(0)}: no such command")


def code_of(text):
    """The text with everything outside of code blanked: prose may say `sapa` in any way."""
    parts = re.split(r"(```.*?```|`[^`\n]+`)", text, flags=re.DOTALL)
    return "".join(part if index % 2 else re.sub(r"[^\n]", " ", part) for index, part in enumerate(parts))


def main():
    program = sys.argv[1]
    report = Report()
    verbs = [name for group in names(help_of(program, "--help"), "Perintah:") for name in group]
    queue = names(help_of(program, "queue", "--help"), "Perintah ")
    clerk = names(help_of(program, "clerk", "--help"), "Perintah ")
    if len(verbs) < 5 or len(queue) < 10 or len(clerk) < 2:
        sys.exit(f"the help cannot be read: {verbs} {queue} {clerk}")

    everything = "\n".join(read(path) for path in PAGES)
    handbook = read(HANDBOOK)
    for verb in verbs:
        if f"sapa {verb}" not in everything:
            report.add("docs", 1, f"sapa {verb}: stands in no page")
    for group in queue:
        for name in group:
            if not re.search(rf"`{name}`|sapa (queue|antrean) {name}\b", handbook):
                report.add(HANDBOOK, 1, f"sapa queue {name}: not explained")
    for path in PAGES:
        text = read(path)
        check_known(report, path, text, "sapa", verbs)
        check_known(report, path, text, "sapa (?:queue|antrean)", [name for group in queue for name in group])
        check_known(report, path, text, "sapa clerk", [name for group in clerk for name in group])
    report.finish("commands")


if __name__ == "__main__":
    main()

"""What every check shares: the project's files, C++ without comments and strings, and the way a finding is printed."""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("flows", "storage", "webhooks", "desk", "letters", "bot")
SKIPPED = {".git", "build", "data", "__pycache__"}
BINARY = {".jpg", ".jpeg", ".png", ".pdf", ".zip", ".webp", ".db"}


def files(*suffixes, under=None):
    """Every file of the project (of these suffixes; of these top folders), as paths relative to the root, in order."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if SKIPPED & set(relative.parts) or not path.is_file() or path.suffix in BINARY:
            continue
        if suffixes and path.suffix not in suffixes:
            continue
        if under and relative.parts[0] not in under:
            continue
        found.append(relative)
    return found


def cpp(under=None):
    return files(".cpp", ".hpp", under=under)


def read(relative):
    return (ROOT / relative).read_text(encoding="utf-8", errors="replace")


# A raw string, a string, a character, a line comment, a block comment. The look-behind keeps 1'000 from opening a character.
TOKENS = re.compile(
    r'R"(?P<mark>[^ ()\\\t\n]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"
    r"|//[^\n]*|/\*.*?\*/",
    re.DOTALL,
)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def code_only(text):
    """The same text, as long, with comments and the insides of strings blanked: positions and line numbers stay."""

    def replace(match):
        token = match.group(0)
        if token.startswith("/"):
            return blank(token)
        return token[0] + blank(token[1:-1]) + token[-1]

    return TOKENS.sub(replace, text)


def without_comments(text):
    return TOKENS.sub(lambda m: blank(m.group(0)) if m.group(0).startswith("/") else m.group(0), text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


class Report:
    """Collects findings; `finish` prints them all and ends the check."""

    def __init__(self):
        self.findings = []

    def add(self, relative, line, message):
        self.findings.append(f"{relative}:{line}: {message}")

    def finish(self, what):
        for finding in self.findings:
            print(finding)
        print(f"{what}: " + (f"{len(self.findings)} to mend" if self.findings else "all well"))
        sys.exit(1 if self.findings else 0)

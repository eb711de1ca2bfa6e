"""The project speaks of itself alone, and runs on any machine: no path of somebody's computer, no secret, no host that we never meant."""
import re

from project import Report, files, line_of, read

RULES = [
    (r"(?<![\w.$}~-])/(?:home/(?!rini\b)|root/|Users/|mnt/|work/)[\w.-]+", "a path of one machine"),
    (r"(?<![\w.$}-])/tmp/[a-z]\w*", "a fixed name in /tmp: use mktemp"),
    (r"\bEAA[A-Za-z0-9]{40,}", "looks like an access token of Meta's"),
    (r"-----BEGIN (?:RSA |EC )?PRIVATE KEY-----", "a private key"),
    (r"\bngrok(?:-free)?\.\w+", "a tunnel's host name"),
    (r"(?i)\b(?:chatgpt|copilot|language model|sub-?agent|prompt engineering)\b", "speaks of tools, not of the project"),
    (r"(?i)\bissue ?#\d+|\bsee (?:issue|ticket) \d+", "the reason belongs here in words, not in a tracker"),
]
EXCEPT = {"LICENSE"}


def main():
    report = Report()
    for path in files():
        if path.name in EXCEPT or path.parts[:2] == ("tests", "lint"):
            continue
        text = read(path)
        for pattern, why in RULES:
            for match in re.finditer(pattern, text):
                report.add(path, line_of(text, match.start()), f"{match.group(0)}: {why}")
    report.finish("belongs")


if __name__ == "__main__":
    main()

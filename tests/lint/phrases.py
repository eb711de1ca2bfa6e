"""Every sentence that the code says exists, and every sentence that exists is said. (That phrases.toml holds exactly the sentences of the
specification, `sapa check` knows by itself.)"""
import re

from project import ROOMS, Report, cpp, line_of, read, without_comments

SPECIFICATIONS = ("flows/phrases.cpp", "flows/reading/phrases.cpp", "flows/reading/phrases.hpp")
SPECIFIED = re.compile(r'\bPhraseSpec\{\s*"([a-z_]+\.[a-z_0-9]+)"')
LITERAL = re.compile(r'"([a-z_]+\.[a-z_0-9]*)(?:\{\})?"')  # "kabar.siap"; "kabar.{}" says every sentence of its group


def main():
    report = Report()
    specified = {}
    said = set()
    for path in cpp(under=set(ROOMS)):
        text = without_comments(read(path))
        if str(path) in SPECIFICATIONS:
            for match in SPECIFIED.finditer(text):
                specified[match.group(1)] = (path, line_of(text, match.start()))
        else:
            said |= {(match.group(1), path, line_of(text, match.start())) for match in LITERAL.finditer(text)}

    groups = {key.split(".")[0] for key in specified}
    keys_said = {key for key, _, _ in said}
    for key, path, line in sorted(said, key=str):
        if path.parts[0] == "flows" and not key.endswith(".") and key.split(".")[0] in groups and key not in specified:
            report.add(path, line, f'"{key}": no such sentence in flows/phrases.cpp')
    for key, (path, line) in specified.items():
        if key not in keys_said and key.split(".")[0] + "." not in keys_said:
            report.add(path, line, f'"{key}": nobody says this')
    if not specified:
        report.add(SPECIFICATIONS[0], 1, "no specification of sentences found")
    report.finish("phrases")


if __name__ == "__main__":
    main()

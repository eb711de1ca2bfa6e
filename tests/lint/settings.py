"""Every setting of the program is explained in docs/operations.md, and no page names one that does not exist."""
import re

from project import ROOT, Report, files, line_of, read

TABLE = "bot/settings.cpp"
PAGE = "docs/operations.md"
ROW = re.compile(r'\{"(\w+)", "(\w+)", [a-z]')
# Read elsewhere than in the table of settings: by the scripts and the build.
OTHER = {"SAPA_WERROR", "SAPA_TESTS", "SAPA_HEADERS", "SAPA_PCH", "SAPA_FUZZ", "SAPA_BENCH", "SAPA_SANITIZE",
         "SAPA_SIM_FIRST", "SAPA_SIM_SEEDS", "SAPA_SIM_LOG"}


def variable(section, key):
    return f"SAPA_{section}_{key}".upper()


def check_samples(report, known):
    for path in files(".toml", under={"docs"}):
        section = ""
        for number, line in enumerate(read(path).splitlines(), 1):
            if match := re.match(r"\[(\w+)\]", line):
                section = match.group(1)
            elif (match := re.match(r"(?:# )?(\w+) = ", line)) and (section, match.group(1)) not in known:
                report.add(path, number, f"[{section}] {match.group(1)}: the program knows no such setting")


def main():
    report = Report()
    if not (ROOT / TABLE).is_file():
        report.add(TABLE, 1, "the table of settings is gone")
        report.finish("settings")
    known = set(ROW.findall(read(TABLE)))
    page = read(PAGE)
    for section, key in sorted(known):
        if f"`{section}.{key}`" not in page:
            report.add(PAGE, 1, f"`{section}.{key}` ({variable(section, key)}) is not explained")
    variables = {variable(*row) for row in known} | OTHER
    for path in [*files(".md", ".service", ".toml"), *files("", under={"script"})]:
        text = read(path)
        for match in re.finditer(r"\bSAPA_[A-Z][A-Z_]*[A-Z]\b", text):
            if match.group(0) not in variables and match.group(0) != "SAPA_SECTION_KEY":
                report.add(path, line_of(text, match.start()), f"{match.group(0)}: the program knows no such setting")
    check_samples(report, known)
    report.finish("settings")


if __name__ == "__main__":
    main()

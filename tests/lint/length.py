"""A file has one purpose. Over 400 lines it has two."""
from project import Report, files, read

LINES_MOST = 400
KINDS = (".cpp", ".hpp", ".py", ".sh", ".cmake", ".sql")


def main():
    report = Report()
    for path in files(*KINDS) + files("", under={"script"}):
        lines = read(path).count("\n")
        if lines > LINES_MOST:
            report.add(path, lines, f"more than {LINES_MOST} lines: split it by purpose")
    report.finish("length")


if __name__ == "__main__":
    main()

"""clang-format (the one of Debian 12, version 14) would leave every file as it is."""
import shutil
import subprocess
import sys

from project import ROOT, Report, cpp

FIRST_WARNING = ": error: code should be clang-formatted"


def main():
    tool = shutil.which("clang-format")
    if tool is None:
        sys.exit("clang-format is not installed (script/bootstrap installs it)")
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout
    if "version 14." not in version:
        print(f"format: skipped, another version would format otherwise: {version.strip()}")
        return
    report = Report()
    run = subprocess.run([tool, "--dry-run", "-Werror", *map(str, cpp())], cwd=ROOT, capture_output=True, text=True, check=False)
    seen = set()
    for line in run.stderr.splitlines():
        if FIRST_WARNING in line:
            name, number = line.split(":")[:2]
            if name not in seen:
                seen.add(name)
                report.add(name, number, f"run clang-format -i {name}")
    if run.returncode != 0 and not seen:
        sys.exit(run.stderr)
    report.finish("format")


if __name__ == "__main__":
    main()

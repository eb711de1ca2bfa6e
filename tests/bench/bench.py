"""Runs the benchmark; script/bench builds first and then calls this. Arguments: the build directory, then those of script/bench."""
import argparse
import sys
from pathlib import Path

import chart
import control
import runs
import tables
from scenarios import GROUPS

MODES = ["micro", *GROUPS, "big", "control"]


def arguments():
    parser = argparse.ArgumentParser(prog="script/bench", description="Measures Sapa against a bare chain of the same parts, in turn.")
    parser.add_argument("mode", nargs="?", choices=MODES, default="chain", help="default: chain")
    parser.add_argument("citizens", nargs="?", type=int, default=500_000, help="big: how many citizens lie in the full database (default 500000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4, help="measured in each run, after one second of warming up")
    parser.add_argument("--data", help="where the databases of the runs lie: the disk that is measured (default: the build directory)")
    parser.add_argument("--check", action="store_true", help="exit 1 when a limit of tests/bench/limits.py is broken, 2 when no round was quiet")
    parser.add_argument("--markdown", action="store_true", help="tables for docs/performance.md")
    parser.add_argument("--chart", metavar="FILE.svg", help="draw the comparison")
    return parser.parse_args(sys.argv[2:])


def show(table, chosen, notes=()):
    print((tables.as_markdown if chosen.markdown else tables.as_text)(*table))
    if notes:
        print("\n" + "\n".join(f"- {note}" if chosen.markdown else note for note in notes))
    print()


def verdict(results):
    broken, judged = tables.broken_limits(results)
    for sentence in broken:
        print(f"LIMIT: {sentence}", file=sys.stderr)
    if broken:
        return 1
    print("within every limit" if judged else "no verdict: not one round was quiet", file=sys.stderr)
    return 0 if judged else 2


def main():
    build, chosen = Path(sys.argv[1]), arguments()
    data = Path(chosen.data or build / "data")
    if chosen.mode == "control":
        return control.run(build, data)
    results = {}
    if chosen.mode == "big":
        results["big"] = runs.play_big(build, data, chosen.citizens, chosen.rounds, chosen.seconds)
        show(tables.comparison(results, "full", "empty"), chosen, tables.legend(results))
    elif chosen.mode in GROUPS:
        results = runs.play(build, data, GROUPS[chosen.mode], chosen.rounds, chosen.seconds)
        show(tables.comparison(results), chosen, tables.legend(results))
        if chosen.chart:
            Path(chosen.chart).write_text(chart.draw(results), encoding="utf-8")
    if chosen.mode in ("micro", "full"):
        show(tables.micro_table(runs.play_micro(build, chosen.rounds)), chosen)
    return verdict(results) if chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())

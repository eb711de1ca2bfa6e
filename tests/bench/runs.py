"""Plays scenarios: one run of the load generator each, in turn for every server, round after round."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from limits import FOREIGN_CORES_MOST, GENERATOR_CORES_MOST
from scenarios import BUSY_SHARE, SCENARIOS, SERVERS


def load(build, command, **options):
    """One run; what it measured."""
    words = [f"--{name}={value}".split("=", 1) for name, value in {**options, "json": 1}.items()]
    call = [str(build / "tests/bench/sapa_load"), *(part for pair in words for part in pair), "--", *command]
    run = subprocess.run(call, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"bench: the load generator failed: {' '.join(call)}")
    return json.loads(run.stdout)


class Place:
    """A new directory for each run, on the disk that is measured."""

    def __init__(self, parent):
        self.parent = Path(parent)

    def __enter__(self):
        self.parent.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(prefix="run-", dir=self.parent))
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)


def counts(result):
    """Neither somebody else nor the generator stood in the server's way."""
    return result["foreign_cores"] <= FOREIGN_CORES_MOST and result["generator_cores"] <= GENERATOR_CORES_MOST


def announce(name, server, result):
    line = f"{name:<9} {server:<11} {result['messages_per_second']:>9.1f} msg/s  {result['cpu_s_per_1000']:.4f} CPU s/1,000"
    if result["foreign_cores"] > FOREIGN_CORES_MOST:
        line += f"   !! NOT QUIET: somebody else used {result['foreign_cores']:.2f} cores"
    if result["generator_cores"] > GENERATOR_CORES_MOST:
        line += "   !! VOID: the load generator was the bottleneck"
    print(line, file=sys.stderr, flush=True)


def options_of(name, seconds):
    scenario = SCENARIOS[name]
    return {**scenario.options, **({"seconds": seconds} if scenario.timed else {})}


def rate_of(name, results):
    """`busy` depends on what this round's `chain` could do; both servers get the same."""
    if name != "busy":
        return {}
    return {"rate": round(BUSY_SHARE * min(result["messages_per_second"] for result in results["chain"][-1].values()))}


def play(build, data, names, rounds, seconds):
    """{scenario: [{server: result} for each round]}. Servers take turns, and who is first changes with every round."""
    results = {name: [] for name in names}
    for number in range(rounds):
        for name in names:
            pair = {}
            options = {**options_of(name, seconds), **rate_of(name, results)}
            for server in list(SERVERS)[:: 1 if number % 2 == 0 else -1]:
                with Place(data) as place:
                    pair[server] = load(build, SERVERS[server](build, place), **options)
                announce(name, server, pair[server])
            results[name].append(pair)
    return results


def play_big(build, data, citizens, rounds, seconds):
    """The program with a full database and with an empty one, in turn."""
    filled = Path(data) / f"filled-{citizens}"
    if not (filled / "whole").exists():
        shutil.rmtree(filled, ignore_errors=True)
        print(f"filling {filled}: {citizens:,} citizens", file=sys.stderr, flush=True)
        subprocess.run([str(build / "tests/bench/sapa_fill"), str(filled), str(citizens)], stdout=sys.stderr, check=True)
        (filled / "whole").touch()
    os.sync()  # what the fill left to be written would be written during the measurement
    results = []
    for _ in range(rounds):
        pair = {}
        options = {**options_of("chain", seconds), "population": citizens, "start-patience": 600}
        # Whoever talked to this database before is in the middle of something: others come this time.
        pair["full"] = load(build, SERVERS["Sapa"](build, filled), **options, skip=int(time.time()) * 1000 % citizens)
        announce("big", "full", pair["full"])
        with Place(data) as place:
            pair["empty"] = load(build, SERVERS["Sapa"](build, place), **options)
        announce("big", "empty", pair["empty"])
        results.append(pair)
    return results


def play_micro(build, rounds):
    call = [str(build / "tests/bench/sapa_micro"), "--benchmark_format=json", f"--benchmark_repetitions={rounds}", "--benchmark_min_time=0.2"]
    run = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    return json.loads(run.stdout)["benchmarks"]

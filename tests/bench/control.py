"""The benchmark itself on trial: what is wrong must be seen, what is right must pass."""
import copy
import subprocess
import sys

from limits import NEVER
from runs import Place, counts, load, options_of
from scenarios import bare_chain
from tables import broken_limits

SHORT = {"warm-up": 0.2, "seconds": 0.5, "patience": 2}

# fault of the bare chain, options, which count must show it
FAULTS = [
    ("", {"copies": 20}, None),
    ("forgetful", {"copies": 20}, "extra"),
    ("silent", {}, "lost"),
    ("garbled", {}, "wrong"),
]

GOOD = {"cpu_s_per_1000": 0.1, "messages_per_second": 100.0, "foreign_cores": 0.0, "generator_cores": 0.1, "wrong": 0, "lost": 0, "extra": 0}


def pair(**worse):
    return {"Sapa": {**GOOD, **worse}, "bare chain": copy.copy(GOOD)}


# rounds of made-up results, (something is broken, everything could be judged)
VERDICTS = [
    ([pair()], (False, True)),
    ([pair(cpu_s_per_1000=0.12)], (False, True)),
    ([pair(cpu_s_per_1000=0.13)], (True, True)),
    ([pair(messages_per_second=84.0)], (True, True)),
    ([pair(lost=1)], (True, True)),
    ([pair(cpu_s_per_1000=0.13, foreign_cores=1.0)], (False, False)),
    ([pair(cpu_s_per_1000=0.13, foreign_cores=1.0), pair()], (False, True)),
    ([pair(cpu_s_per_1000=0.13, generator_cores=0.99)], (False, False)),
    ([pair(wrong=1, foreign_cores=1.0)], (True, False)),
]


def faults(build, data):
    for fault, options, count in FAULTS:
        with Place(data) as place:
            result = load(build, bare_chain(build, place, fault), **{**options_of("chain", 1), **SHORT, **options})
        seen = {name: result[name] for name in NEVER}
        well = seen[count] > 0 if count else not any(seen.values())
        yield f"bare chain, {fault or 'sound'}: {seen}", well and result["sent"] > 0


def foreigner(build, data):
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        with Place(data) as place:
            result = load(build, bare_chain(build, place), **{**options_of("chain", 1), **SHORT})
    finally:
        busy.kill()
        busy.wait()
    yield f"somebody else at work: {result['foreign_cores']:.2f} cores", not counts(result)


def verdicts():
    for rounds, expected in VERDICTS:
        broken, judged = broken_limits({"chain": rounds})
        yield f"verdict on {len(rounds)} made-up rounds: {broken or 'nothing broken'}", (bool(broken), judged) == expected


def run(build, data):
    well = True
    for trial in (verdicts(), faults(build, data), foreigner(build, data)):
        for what, passed in trial:
            print(("as it should be: " if passed else "NOT AS IT SHOULD BE: ") + what)
            well = well and passed
    return 0 if well else 1

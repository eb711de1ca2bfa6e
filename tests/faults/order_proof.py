"""Reads what `strace -f -y` wrote and proves the order of things: every 200 to a webhook leaves after an fdatasync of the write-ahead
log that began after the message had been written to it.

    python3 tests/faults/order_proof.py TRACE"""
import re
import sys
from dataclasses import dataclass

# The calls that carry the proof. Strings must be longer than a page of the database and than a webhook.
STRACE = ["strace", "-D", "-f", "-qq", "-y", "-s", "9000", "-e",
          "trace=fdatasync,fsync,pwrite64,pwritev,write,writev,sendto,sendmsg,recvfrom,recvmsg,read,readv"]

LINE = re.compile(r"(\d+) +(.*)", re.DOTALL)
START = re.compile(r"(\w+)\((\d+)<([^>]*)>(.*)", re.DOTALL)
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)", re.DOTALL)
RESULT = re.compile(r"\) += (-?\d+)[^=]*$")
MESSAGE = re.compile(r"wamid\.m\d{5}x\d{6}")
UNFINISHED = " <unfinished ...>"
WRITES = {"pwrite64", "pwritev"}
SENDS = {"sendto", "sendmsg", "write", "writev"}
RECEIVES = {"recvfrom", "recvmsg", "read", "readv"}


@dataclass
class Call:
    name: str
    file: int
    what: str       # path or socket
    text: str       # arguments and result
    began: int      # line of the trace
    ended: int
    result: int


def calls(lines):
    """Every call that ended with a result, by the line on which it ended."""
    open_ones = {}
    for number, line in enumerate(lines):
        thread, rest = LINE.match(line).groups()
        if resumed := RESUMED.match(rest):
            if thread not in open_ones:
                continue
            began, first = open_ones.pop(thread)
            rest = first + resumed.group(2)
        elif rest.endswith(UNFINISHED):
            open_ones[thread] = number, rest.removesuffix(UNFINISHED)
            continue
        else:
            began = number
        started, result = START.match(rest), RESULT.search(rest)
        if started and result:
            yield Call(started.group(1), int(started.group(2)), started.group(3), started.group(4), began, number, int(result.group(1)))


def is_answer(call):
    return call.name in SENDS and call.what.startswith("socket:") and '"HTTP/1.1 200 ' in call.text


def prove(lines):
    """Returns (how many messages were acknowledged in proper order, the violations)."""
    asked, written, flushes, proved, wrong = {}, {}, [], 0, []
    answers = []
    for call in calls(lines):
        if call.result < 0:
            continue
        if call.name in RECEIVES and call.what.startswith("socket:"):
            if '"POST /webhook ' in call.text:
                asked[call.what] = set()
            if call.what in asked:
                asked[call.what] |= set(MESSAGE.findall(call.text))
        elif call.name in WRITES and call.what.endswith("sapa.db-wal"):
            for name in MESSAGE.findall(call.text):
                written.setdefault(name, call.ended)
        elif call.name in ("fdatasync", "fsync") and call.what.endswith("sapa.db-wal"):
            flushes.append((call.began, call.ended))
        elif is_answer(call) and call.what in asked:
            answers.append((call.began, asked.pop(call.what)))
    for began, names in answers:
        for name in sorted(names):
            at = written.get(name)
            if at is not None and any(at < start and end < began for start, end in flushes):
                proved += 1
            else:
                why = "never written to the log" if at is None else f"not flushed since line {at + 1}"
                wrong.append(f"line {began + 1}: 200 for {name}, {why}")
    return proved, wrong


def read(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.read().splitlines()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    proved, wrong = prove(read(sys.argv[1]))
    print("\n".join([*wrong, f"{proved} messages in proper order, {len(wrong)} not"]))
    sys.exit(1 if wrong or not proved else 0)


if __name__ == "__main__":
    main()

"""Reads the record of a run and the database that it left, and says what became of every message. Works offline:

    python3 tests/faults/checker.py HISTORY DATABASE

Every message is one of: ok (acknowledged, one effect), recovered (not acknowledged, but present: a redelivery must find it), absent (not
acknowledged, not there), lost (acknowledged, and it or its effect is missing), torn (half there), duplicated (more than one effect),
unexpected (nobody sent it). Every citizen's last message must be answered, or its answer visibly parked; replies arrive in the order in
which they were written; and whatever arrives twice has a reason: an answer that was lost, or a process that ended meanwhile."""
import collections
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

QUEUED_TO_UNCERTAIN = (0, 1, 2)
ACCEPTED, PARKED, EXPIRED = 3, 4, 5


@dataclass
class Report:
    ok: list = field(default_factory=list)
    recovered: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    lost: list = field(default_factory=list)
    torn: list = field(default_factory=list)
    duplicated: list = field(default_factory=list)
    unexpected: list = field(default_factory=list)
    misordered: list = field(default_factory=list)
    unanswered: list = field(default_factory=list)
    never_arrived: list = field(default_factory=list)  # replies that count as accepted, and WhatsApp never had them
    sent_again: list = field(default_factory=list)     # more often than can be explained
    leaks: list = field(default_factory=list)
    parked: int = 0
    extra_sends: int = 0
    unknown_outcomes: int = 0

    BAD = ("lost", "torn", "duplicated", "unexpected", "misordered", "unanswered", "never_arrived", "sent_again", "leaks")

    def faults(self):
        return {name: getattr(self, name) for name in self.BAD if getattr(self, name)}

    def good(self):
        return not self.faults() and self.extra_sends <= self.unknown_outcomes

    def summary(self):
        counts = " ".join(f"{name}={len(getattr(self, name))}" for name in ("ok", "recovered", "absent", *self.BAD))
        return f"{counts} parked={self.parked} extra_sends={self.extra_sends} unknown_outcomes={self.unknown_outcomes}"

    def details(self):
        return self.summary() + "".join(f"\n{name}: {found[:8]}" for name, found in self.faults().items())


@dataclass
class Left:
    """What a database holds of the run."""
    inbox: dict     # message id → (citizen's phone, time)
    lines: dict     # phone → marks in the order in which they were written down
    calls: dict     # phone → how many talks with an officer
    outbox: dict    # id → (phone, state, created, message id of WhatsApp's)


def read_database(path):
    # A copy: reading must change nothing, and a write-ahead log may lie beside it.
    with tempfile.TemporaryDirectory(prefix="sapa-checker-") as place:
        for name in (path, *(Path(f"{path}{end}") for end in ("-wal",))):
            if Path(name).exists():
                shutil.copy(name, place)
        db = sqlite3.connect(Path(place) / Path(path).name)
        try:
            verdict = db.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise AssertionError(f"the database is damaged: {verdict}")
            return _read(db)
        finally:
            db.close()


def _read(db):
    inbox = {name: (phone, at) for name, phone, at in db.execute(
        "SELECT i.message_id, c.phone, i.at FROM inbox i LEFT JOIN citizens c ON c.id = i.citizen")}
    lines, calls = collections.defaultdict(list), {}
    for phone, text in db.execute(
            "SELECT c.phone, l.text FROM call_lines l JOIN calls a ON a.id = l.call JOIN citizens c ON c.id = a.citizen"
            " WHERE l.speaker = 'warga' ORDER BY l.call, l.seq"):
        lines[phone] += [word for word in text.split() if word.startswith("m") and word[1:2].isdigit()]
    for phone, count in db.execute("SELECT c.phone, count(*) FROM calls a JOIN citizens c ON c.id = a.citizen GROUP BY c.id"):
        calls[phone] = count
    outbox = {str(row[0]): row[1:] for row in db.execute(
        "SELECT o.id, c.phone, o.state, o.created_at, o.message_id FROM outbox o JOIN citizens c ON c.id = o.citizen ORDER BY o.id")}
    return Left(inbox, lines, calls, outbox)


def check(entries, database):
    left = read_database(database) if not isinstance(database, Left) else database
    report = Report()
    said = {entry["id"]: entry for entry in entries if entry["op"] == "say"}
    _check_messages(report, entries, said, left)
    _check_replies(report, entries, left)
    _check_sends(report, entries, left)
    return report


def _check_messages(report, entries, said, left):
    acknowledged = {name for entry in entries if entry["op"] == "deliver" and entry["type"] == "ok" for name in entry["ids"]}
    found = collections.Counter(mark for marks in left.lines.values() for mark in marks)
    for name, entry in said.items():
        effects = found[entry["mark"]] if entry["effect"] == "line" else left.calls.get(entry["citizen"], 0)
        present = name in left.inbox
        if effects > 1:
            report.duplicated.append(name)
        elif present != (effects == 1):
            (report.lost if name in acknowledged else report.torn).append(name)
        elif present:
            (report.ok if name in acknowledged else report.recovered).append(name)
        else:
            (report.lost if name in acknowledged else report.absent).append(name)
    marks = {entry["mark"] for entry in said.values()}
    report.unexpected += [mark for mark in found if mark not in marks]
    report.unexpected += [name for name in left.inbox if name.startswith("wamid.m") and name not in said]
    _check_order_of_effects(report, said, left)


# A citizen writes the next message only when the one before was acknowledged.
def _check_order_of_effects(report, said, left):
    place = {entry["mark"]: n for n, entry in enumerate(said.values())}
    for phone, marks in left.lines.items():
        places = [place[mark] for mark in marks if mark in place]
        if places != sorted(places):
            report.misordered.append(f"effects of {phone}")


def _check_replies(report, entries, left):
    taken = {entry["id"] for entry in entries if entry["op"] == "send" and entry["taken"]}
    newest, last_heard = {}, {}
    for name, (phone, state, created, _) in left.outbox.items():
        newest[phone] = (name, state, created)
        if state in QUEUED_TO_UNCERTAIN:
            report.unanswered.append(f"reply {name} to {phone} is still in state {state}")
        elif state in (PARKED, EXPIRED):
            report.parked += 1
        elif name not in taken:
            report.never_arrived.append(name)
    for phone, at in left.inbox.values():
        last_heard[phone] = max(at, last_heard.get(phone, 0))
    for phone, at in last_heard.items():
        if phone and (phone not in newest or newest[phone][2] < at):
            report.unanswered.append(f"{phone} has no reply to the last message")


def _check_sends(report, entries, left):
    earlier, newest = {}, {}
    for entry in entries:
        if entry["op"] != "send":
            continue
        name, phone = entry["id"], entry["citizen"]
        if entry["type"] == "info":
            report.unknown_outcomes += 1
        if not entry["taken"]:
            continue
        if name not in left.outbox:
            report.unexpected.append(f"reply {name} to {phone} was sent and is unknown")
        if int(name) < newest.get(phone, 0):
            report.misordered.append(f"{name} to {phone} after {newest[phone]}")
        newest[phone] = max(newest.get(phone, 0), int(name))
        if name in earlier:
            report.extra_sends += 1
            ended = earlier[name]["run"] != entry["run"]  # by a process that ended meanwhile, and may not have written down the answer
            report.unknown_outcomes += ended
            if not ended and earlier[name]["type"] != "info":
                report.sent_again.append(name)
        earlier[name] = entry


def main():
    from lib import history
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    report = check(history.read(sys.argv[1]), sys.argv[2])
    print(report.details())
    sys.exit(0 if report.good() else 1)


if __name__ == "__main__":
    main()

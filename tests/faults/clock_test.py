"""A wrong clock, at the start and while running: nothing is deleted or expired because of it, the log tells, and people are answered."""
import sqlite3
import time
import unittest
from pathlib import Path

from lib import graph, http, payloads, run
from lib.service import eventually
from lib.world import World

LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
PATIENCE = 20  # seconds until an answer must have left; none of those here has a reason to wait
SHORT = 3      # where it is known that none will come
DAY = 24 * 3600 * 1000
KEPT = {  # what a wrong clock could take away
    "drafts": "SELECT count(*) FROM citizens WHERE draft_hour IS NOT NULL",
    "requests": "SELECT status, count(*) FROM requests GROUP BY status",
    "message ids": "SELECT count(*) FROM inbox",
    "replies": "SELECT count(*) FROM outbox",
    "quarantine": "SELECT count(*) FROM quarantine",
    "talks": "SELECT count(*) FROM call_lines",
}


def say(world, name, n, text, at=None):
    connection = http.Connection()
    body = payloads.messages([(f"wamid.{name}", payloads.phone(n), text, at or time.time())])
    status = connection.post_webhook(world.service.port, body, world.secret)
    connection.close()
    return status


def hear(world, count, patience=PATIENCE):
    return world.graph.wait_until(lambda whatsapp: len(whatsapp.taken) >= count, patience)


def ask(world, name, n, text, patience=PATIENCE):
    before = len(world.graph.taken)
    assert say(world, name, n, text) == 200
    return hear(world, before + 1, patience)


def database(world):
    return sqlite3.connect(world.data / "sapa.db")


def kept(world):
    db = database(world)
    try:
        return {name: db.execute(query).fetchall() for name, query in KEPT.items()}
    finally:
        db.close()


# An office at work: an unfinished application, one that was returned, a talk with an officer, something unreadable.
def furnish(world):
    world.start()
    for n, text in enumerate(("halo", "1", "1", "setuju", "ibu saya")):
        assert ask(world, f"draft{n}", 1, text)
    assert ask(world, "call", 2, "petugas")
    assert ask(world, "line", 2, "catatan")
    world.service.stop()
    db, now = database(world), int(time.time() * 1000)
    with db:
        db.execute("INSERT INTO requests (office, ticket, service, status, status_since, citizen, subject, applicant, phone, channel,"
                   " submitted_at, papers, answers)"
                   " VALUES ('DABO', 'DABO-2611-0001-3', 'SKTM', 'perlu_perbaikan', ?1, 1, '', '', '', 'whatsapp', ?1, '[]', '[]')", (now,))
        db.execute("INSERT INTO quarantine (office, at, reason, raw) VALUES ('DABO', ?, 'test', x'00')", (now,))
    db.close()


def faked(**settings):
    return {"LD_PRELOAD": str(LIBRARY), "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1", **settings}


def with_movable_clock(world, offset="+0"):
    clock = world.place / "clock"
    clock.write_text(offset)
    world.start(**faked(FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1"))
    return clock


@unittest.skipUnless(LIBRARY.exists(), "faketime is missing: NOTHING was proved about wrong clocks")
@unittest.skipIf(run.sanitized(), "faketime and the sanitizers do not bear each other")
class Clock(unittest.TestCase):
    def wrong_at_the_start(self, offset):
        with World(run.program) as world:
            furnish(world)
            before, log = kept(world), len(world.service.log())
            world.start(**faked(FAKETIME=offset))
            self.assertTrue(eventually(lambda: "event=clock_not_believed alarm=1" in world.service.log()[log:]), "no alarm")
            self.assertEqual(say(world, "new", 3, "halo"), 200)
            self.assertTrue(world.settle())
            self.assertEqual(world.service.health()[0], 200)
            self.assertEqual(world.service.stop()[0], 0)
            after = kept(world)
            self.assertEqual(after.pop("message ids"), [(before.pop("message ids")[0][0] + 1,)])
            self.assertEqual(after.pop("replies"), [(before.pop("replies")[0][0] + 1,)])
            self.assertEqual(after, before)
            self.right_again(world)

    def right_again(self, world):
        log = len(world.service.log())
        world.start()
        self.assertTrue(ask(world, "right", 3, "menu"))
        self.assertNotIn("clock", world.service.log()[log:])
        self.assertEqual(world.service.stop()[0], 0)

    def test_an_hour_behind_at_the_start(self):
        self.wrong_at_the_start("-1h")

    def test_a_day_behind_at_the_start(self):
        self.wrong_at_the_start("-1d")

    def test_a_year_ahead_at_the_start(self):
        self.wrong_at_the_start("+1y")

    # While it runs the clock is looked at once an hour; until then a wrong one must do no harm either.
    def wrong_meanwhile(self, offset):
        with World(run.program) as world:
            furnish(world)
            clock = with_movable_clock(world)
            self.assertTrue(ask(world, "before", 3, "halo"))
            before = kept(world)
            clock.write_text(offset)
            self.assertEqual([say(world, "after", 3, "menu"), say(world, "other", 4, "halo")], [200, 200])
            self.assertTrue(world.settle())
            self.assertEqual(world.service.stop()[0], 0)
            after = kept(world)
            for changed in ("message ids", "replies"):
                before.pop(changed), after.pop(changed)
            self.assertEqual(after, before)

    def test_an_hour_back_meanwhile(self):
        self.wrong_meanwhile("-1h")

    def test_a_day_back_meanwhile(self):
        self.wrong_meanwhile("-1d")

    def test_a_year_ahead_meanwhile(self):
        self.wrong_meanwhile("+1y")

    def answered(self, offset, patience=PATIENCE):
        with World(run.program) as world:
            clock = with_movable_clock(world)
            self.assertTrue(ask(world, "before", 3, "halo"))
            clock.write_text(offset)
            self.assertTrue(ask(world, "after", 3, "menu", patience), "nobody is answered any more")
            self.assertTrue(ask(world, "other", 4, "halo", patience), "nobody is answered any more")

    def test_people_are_answered_an_hour_behind(self):
        self.answered("-1h")

    def test_people_are_answered_a_day_behind(self):
        self.answered("-1d")

    def test_people_are_answered_an_hour_ahead(self):
        self.answered("+1h")

    def test_people_are_answered_a_year_ahead(self):
        self.answered("+1y", SHORT)

    # What was put off by a clock that was ahead must not wait until that time really comes.
    def put_off(self, wrong, right):
        with World(run.program) as world:
            clock = with_movable_clock(world, wrong)
            world.graph.treat = lambda attempt: graph.THROTTLE
            self.assertEqual(say(world, "early", 3, "halo"), 200)
            self.assertTrue(eventually(lambda: world.service.metrics()['sapa_outbox_rows{state="queued"}'] > 0))
            clock.write_text(right)
            world.graph.well()
            self.assertTrue(hear(world, 1, SHORT), "the reply waits for a time that is far away")

    def test_put_off_and_an_hour_back(self):
        self.put_off("+0", "-1h")

    def test_put_off_by_a_clock_that_was_a_day_ahead(self):
        self.put_off("+23h", "+0")

    # The control: with a right clock, what is really old does go.
    def test_control_what_is_old_goes(self):
        with World(run.program) as world:
            furnish(world)
            db = database(world)
            with db:
                db.execute("UPDATE requests SET status_since = status_since - ?", (365 * DAY,))
                db.execute("UPDATE quarantine SET at = at - ?", (365 * DAY,))
            db.close()
            before = kept(world)
            world.start()
            self.assertTrue(ask(world, "new", 3, "halo"))
            world.settle()
            world.service.stop()
            after = kept(world)
            self.assertNotEqual(after["quarantine"], before["quarantine"])
            self.assertNotEqual(after["requests"], before["requests"])


if __name__ == "__main__":
    run.main()

"""kill -9 at random moments under load, again and again on the same data; then every message must have had one effect and one answer."""
import os
import shutil
import sqlite3
import threading
import unittest

import checker
from lib import history, run
from lib.world import World

KILLS = int(os.environ.get("FAULTS_KILLS", "12"))


def torment(world, kills):
    crowd, chance, pause = world.crowd(citizens=48, threads=4), world.random, threading.Event()
    for _ in range(kills):
        world.start()
        if not crowd.wait_acknowledged(chance.choice((0, 1, 5, 20, 60, 120))):
            raise AssertionError("the crowd got nothing acknowledged")
        pause.wait(chance.uniform(0, 0.05))
        world.kill()
    world.start()
    crowd.wait_acknowledged(40)
    crowd.end()


def altered(world, sql):
    """The checker's verdict on a copy of the database in which somebody has done harm."""
    copy = world.place / "altered.db"
    shutil.copy(world.data / "sapa.db", copy)
    db = sqlite3.connect(copy)
    with db:
        db.execute("PRAGMA foreign_keys = OFF")
        assert db.execute(sql).rowcount > 0
    db.close()
    return checker.check(history.read(world.history.path), copy)


class Kill(unittest.TestCase):
    def test_killed_again_and_again(self):
        with World(run.program) as world:
            world.graph.share(lose=0.02, cut=0.01, error=0.01)
            world.graph.statuses = 0.7
            world.graph.slow = 0.05
            torment(world, KILLS)
            report = world.finish()
            self.assertGreater(len(report.ok), 10 * KILLS)
            self.controls(world)

    # The same judge on the same run, with the faults that it is there to find.
    def controls(self, world):
        one = "(SELECT max(message_id) FROM inbox WHERE message_id LIKE 'wamid.m%')"
        line = "(SELECT max(rowid_of) FROM (SELECT call * 1000000 + seq AS rowid_of FROM call_lines))"
        self.assertTrue(altered(world, f"DELETE FROM inbox WHERE message_id = {one}").lost)
        self.assertTrue(altered(world, f"DELETE FROM call_lines WHERE call * 1000000 + seq = {line}").lost)
        twice = f"INSERT INTO call_lines SELECT call, seq + 1, at, speaker, text FROM call_lines WHERE call * 1000000 + seq = {line}"
        self.assertTrue(altered(world, twice).duplicated)
        self.assertTrue(altered(world, "UPDATE outbox SET state = 0 WHERE id = (SELECT max(id) FROM outbox)").unanswered)
        self.assertTrue(altered(world, "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox)").unexpected)


if __name__ == "__main__":
    run.main()

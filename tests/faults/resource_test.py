"""Somebody else holds the database; no file descriptors are left. It says 503 or waits, without spinning, and goes on afterwards."""
import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import threading
import unittest

from lib import run
from lib.service import cpu_seconds
from lib.world import World

BUSY_SHARE = 0.25  # of the time that a busy loop beside it gets, however little that is; nothing is to be done meanwhile


class Lock(unittest.TestCase):
    # An operator with sqlite3 in another window. SQLite itself waits five seconds for the lock before it gives up.
    def test_somebody_else_holds_the_lock(self):
        with World(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(60))
            other = sqlite3.connect(world.data / "sapa.db", isolation_level=None, timeout=30)
            other.execute("BEGIN IMMEDIATE")
            self.assertTrue(crowd.wait_refused(3), "no 503 while nothing can be committed")
            self.assertTrue(world.service.running())
            self.assertEqual(world.service.health()[0], 503)
            other.execute("ROLLBACK")
            other.close()
            self.assertTrue(crowd.wait_acknowledged(60), "it must go on by itself")
            self.assertEqual(world.service.health()[0], 200)
            crowd.end()
            world.finish()


class Descriptors(unittest.TestCase):
    def test_no_descriptors_are_left(self):
        with World(run.program) as world:
            world.start(["prlimit", "--nofile=64"])
            self.exchange(world, 60)
            idle = [socket.create_connection(("127.0.0.1", world.service.port)) for _ in range(100)]
            share = beside_a_busy_loop(world.service.process.pid)
            print(f"{share:.0%} of a busy loop while starved")
            self.assertLess(share, BUSY_SHARE)
            self.assertTrue(world.service.running())
            for connection in idle:
                connection.close()
            self.exchange(world, 40, first=25)
            world.finish()

    def exchange(self, world, count, first=1):
        crowd = world.crowd(citizens=24, first=first)
        self.assertTrue(crowd.wait_acknowledged(count), "nobody is heard")
        crowd.end()

    def test_control_the_measure_finds_a_busy_loop(self):
        with busy_loop() as loop:
            self.assertGreater(beside_a_busy_loop(loop.pid), BUSY_SHARE)


@contextlib.contextmanager
def busy_loop():
    loop = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", sys.executable, "-c", "while True: pass"])
    try:
        yield loop
    finally:
        loop.kill()
        loop.wait()


# Both on one core, and until the loop has had its time: a share of the machine would say more about who else is at work on it.
def beside_a_busy_loop(pid, seconds=0.7):
    core = {min(os.sched_getaffinity(0))}
    with busy_loop() as loop:
        for task in [*os.listdir(f"/proc/{pid}/task"), loop.pid]:
            os.sched_setaffinity(int(task), core)
        used, spun = cpu_seconds(pid), cpu_seconds(loop.pid)
        while cpu_seconds(loop.pid) - spun < seconds:
            threading.Event().wait(0.1)
        return (cpu_seconds(pid) - used) / (cpu_seconds(loop.pid) - spun)


if __name__ == "__main__":
    run.main()

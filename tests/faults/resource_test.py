"""Somebody else holds the database; no file descriptors are left. It says 503 or waits, without spinning, and goes on afterwards."""
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import unittest

from lib import run
from lib.service import cpu_seconds
from lib.world import World

BUSY_SHARE = 0.25  # of one core, while there is nothing to be done: a busy loop takes all of it


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
            self.assertIn(world.service.health()[0], (200, 503))
            other.execute("ROLLBACK")
            other.close()
            self.assertTrue(crowd.wait_acknowledged(60), "it must go on by itself")
            crowd.end()
            world.finish()


class Descriptors(unittest.TestCase):
    def test_no_descriptors_are_left(self):
        with World(run.program) as world:
            world.start(["prlimit", "--nofile=64"])
            self.exchange(world, 60)
            idle = [socket.create_connection(("127.0.0.1", world.service.port)) for _ in range(100)]
            share = share_of_a_core(world.service.cpu_seconds)
            print(f"{share:.0%} of a core while starved")
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
        loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        try:
            self.assertGreater(share_of_a_core(lambda: cpu_seconds(loop.pid)), BUSY_SHARE)
        finally:
            loop.kill()
            loop.wait()


# Nobody asks for anything meanwhile.
def share_of_a_core(cpu, seconds=1.5):
    began, used = time.monotonic(), cpu()
    threading.Event().wait(seconds)
    return (cpu() - used) / (time.monotonic() - began)


if __name__ == "__main__":
    run.main()

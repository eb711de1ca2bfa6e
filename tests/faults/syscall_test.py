"""The system refuses at the worst moment: a flush that fails, a disk that is full, death between two calls. And the proof that nothing is
answered 200 before it is on disk."""
import shutil
import subprocess
import unittest

import order_proof
from lib import run
from lib.service import NotReady
from lib.world import World

DISK_REFUSED = 74
TRACED = ["strace", "-D", "-f", "-qq", "-o", "/dev/null"]


def strace_works():
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True).returncode == 0


def injected(call, fault):
    return [*TRACED, "-e", f"trace={call}", "-e", f"inject={call}:{fault}"]


def prepared(world):
    """The database is there already: what is counted from now on are calls of the work, not of the making."""
    world.start()
    world.service.stop()
    return world


@unittest.skipUnless(strace_works(), "strace is missing or may not trace here: NOTHING was proved about failing flushes and full disks")
class SystemCalls(unittest.TestCase):
    def test_a_flush_fails(self):
        # Not the second: it is the one of the directory in which the log is made, and that one SQLite does not look at.
        for n in (1, 3, 60):
            with self.subTest(flush=n), World(run.program) as world:
                prepared(world).start(injected("fdatasync", f"error=EIO:when={n}"))
                crowd = world.crowd(citizens=24)
                self.assertEqual(world.service.wait(), DISK_REFUSED)
                world.start()
                crowd.wait_acknowledged(20)
                crowd.end()
                world.finish()

    # Whether the commit whose flush failed is there or not: nobody was told that it is.
    def test_a_flush_fails_and_nobody_delivers_again(self):
        with World(run.program) as world:
            prepared(world).start(injected("fdatasync", "error=EIO:when=4"))
            crowd = world.crowd(citizens=24)
            self.assertEqual(world.service.wait(), DISK_REFUSED)
            crowd.give_up()
            world.start()
            report = world.finish()
            self.assertGreater(len(report.recovered) + len(report.absent), 0)

    def test_the_disk_is_full_for_a_while(self):
        for first in (40, 333):  # beyond those of the start
            with self.subTest(write=first), World(run.program) as world:
                prepared(world).start(injected("pwrite64", f"error=ENOSPC:when={first}..{first + 25}"))
                crowd = world.crowd(citizens=24)
                self.assertTrue(crowd.wait_refused(), "a full disk must be answered with 503")
                self.assertTrue(crowd.wait_acknowledged(60), "and it must go on when there is room again")
                self.assertTrue(world.service.running())
                crowd.end()
                world.finish()

    def test_the_disk_is_full_at_the_start(self):
        with World(run.program) as world:
            with self.assertRaises(NotReady) as refusal:
                prepared(world).start(injected("pwrite64", "error=ENOSPC:when=1+"))
            self.assertEqual(world.service.process.returncode, DISK_REFUSED, refusal.exception)
            world.start()
            world.finish()

    def test_death_at_a_certain_call(self):
        for call, n in (("fdatasync", 25), ("pwrite64", 26), ("pwrite64", 301), ("sendto", 60)):
            with self.subTest(call=call, n=n), World(run.program) as world:
                world.graph.statuses = 0.5
                prepared(world).start(injected(call, f"signal=KILL:when={n}"))
                crowd = world.crowd(citizens=24)
                self.assertEqual(world.service.wait(), -9)
                world.start()
                crowd.wait_acknowledged(20)
                crowd.end()
                world.finish()

    def test_nothing_is_answered_before_it_is_flushed(self):
        with World(run.program) as world:
            trace = world.place / "trace"
            prepared(world).start([*order_proof.STRACE, "-o", str(trace)])
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(150))
            crowd.end()
            report = world.finish()
            lines = order_proof.read(trace)
            proved, wrong = order_proof.prove(lines)
            print(f"{proved} acknowledgements traced")
            self.assertEqual(wrong, [])
            self.assertGreaterEqual(proved, len(report.ok))
            self.controls(lines)

    # The same proof on records in which the order is wrong.
    def controls(self, lines):
        unflushed = [line for line in lines if "fdatasync" not in line]
        self.assertTrue(order_proof.prove(unflushed)[1])
        # A request whose head and message came in one read.
        asked = next(n for n, line in enumerate(lines)
                     if '"POST /webhook ' in line and "unfinished" not in line and order_proof.MESSAGE.search(line))
        socket = order_proof.START.match(order_proof.LINE.match(lines[asked]).group(2)).group(3)
        answer = next(n for n in range(asked, len(lines)) if socket in lines[n] and '"HTTP/1.1 200 ' in lines[n])
        hasty = [*lines[:asked + 1], lines[answer], *lines[asked + 1:answer], *lines[answer + 1:]]
        self.assertTrue(order_proof.prove(hasty)[1])


if __name__ == "__main__":
    run.main()

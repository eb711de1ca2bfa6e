"""Everything at once, for long: kills, good ends, outages, lost answers, a held lock, reloads, in an order that chance chooses; the
checker at the end. `script/soak` runs it.

    python3 tests/faults/soak.py PROGRAM [KILLS | MINUTESm]"""
import collections
import os
import signal
import sqlite3
import sys
import threading
import time

from lib import world as scene
from lib.world import World

MEMORY_MOST = 512 << 20  # bytes of a process that has nothing to do; sanitizers take several times what the program takes
FILES_MOST = 120


class Soak:
    def __init__(self, world, goal):
        self.world, self.goal = world, goal
        self.chance, self.pause = world.random, threading.Event()
        self.done = collections.Counter()
        self.most = collections.Counter()
        self.began = time.monotonic()
        self.crowd = world.crowd(citizens=64)
        self.deeds = {self.kill: 6, self.stop: 2, self.outage: 1, self.trouble: 2, self.hold_lock: 1, self.reload: 1}

    def enough(self):
        if self.goal.endswith("m"):
            return time.monotonic() - self.began > 60 * float(self.goal[:-1])
        return self.done["kill"] >= int(self.goal)

    def run(self):
        self.world.start()
        while not self.enough():
            self.hear(self.chance.choice((1, 5, 20, 60, 100)))
            deed = self.chance.choices(list(self.deeds), list(self.deeds.values()))[0]
            self.done[deed.__name__] += 1
            deed()
        self.world.graph.well()
        self.hear(50)
        self.crowd.end()
        self.world.settle()
        self.measure()

    def hear(self, count):
        if not self.crowd.wait_acknowledged(count):
            raise AssertionError("nobody is heard any more")

    def kill(self):
        self.pause.wait(self.chance.uniform(0, 0.05))
        self.measure()
        self.world.kill()
        self.world.start()

    def stop(self):
        self.measure()
        code, _ = self.world.service.stop()
        if code != 0:
            raise AssertionError(f"exit code {code} after SIGTERM")
        self.world.start()

    def outage(self):
        self.world.graph.stop_listening()
        self.hear(self.chance.choice((20, 100)))
        self.world.graph.listen()

    def trouble(self):
        if self.chance.random() < 0.3:
            self.world.graph.well()
        else:
            self.world.graph.slow = self.chance.choice((0, 0, 0.02, 0.2))
            either = self.chance.choice
            self.world.graph.share(lose=either((0, 0.05)), cut=either((0, 0.03)), error=either((0, 0.1)))

    # Shorter than SQLite's patience: nobody may notice.
    def hold_lock(self):
        other = sqlite3.connect(self.world.data / "sapa.db", isolation_level=None, timeout=30)
        other.execute("BEGIN IMMEDIATE")
        self.pause.wait(self.chance.uniform(0, 0.3))
        other.execute("ROLLBACK")
        other.close()

    def reload(self):
        self.world.service.send(signal.SIGHUP)

    def measure(self):
        pid = self.world.service.process.pid
        self.most["files"] = max(self.most["files"], len(os.listdir(f"/proc/{pid}/fd")))
        with open(f"/proc/{pid}/statm", encoding="utf-8") as file:
            self.most["memory"] = max(self.most["memory"], int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))


def main():
    if len(sys.argv) not in (2, 3) or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    print(f"seed {scene.SEED} (FAULTS_SEED repeats it)", flush=True)
    with World(os.path.abspath(sys.argv[1])) as world:
        world.graph.statuses = 0.7
        soak = Soak(world, sys.argv[2] if len(sys.argv) == 3 else "100")
        soak.run()
        world.finish()
        print(f"{dict(soak.done)}; at most {soak.most['files']} open files and {soak.most['memory'] >> 20} MiB")
        if soak.most["files"] > FILES_MOST or soak.most["memory"] > MEMORY_MOST:
            raise AssertionError("it grew beyond its bounds")


if __name__ == "__main__":
    main()

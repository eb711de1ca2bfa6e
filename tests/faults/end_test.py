"""However it ended and whatever lies about: it starts again with everything that was acknowledged, or refuses and touches nothing."""
import hashlib
import os
import signal
import sqlite3
import struct
import threading
import unittest

from lib import run
from lib.service import DEADLINE, NotReady, eventually
from lib.world import World

STOPS_WITHIN = DEADLINE if run.sanitized() else 10  # seconds; what the manual promises
DAMAGED, IN_USE = 70, 75
WAL_HEADER, FRAME_HEADER = 32, 24


def killed_under_load(world, acknowledged=150):
    """A crowd that has been heard, and a process that is gone, with a write-ahead log left over."""
    world.start()
    crowd = world.crowd(citizens=24)
    assert crowd.wait_acknowledged(acknowledged)
    world.kill()
    assert (world.data / "sapa.db-wal").stat().st_size > WAL_HEADER
    return crowd


def goes_on(world, crowd):
    world.start()
    crowd.wait_acknowledged(20)
    crowd.end()
    return world.finish()


def refuses(world):
    """Its exit code and its words; the database must be what it was before, byte for byte."""
    before = fingerprints(world)
    try:
        world.service.start()
    except NotReady as refusal:
        words = str(refusal)
    else:
        raise AssertionError("it started")
    changed = [name for name, print_ in before.items() if fingerprints(world).get(name) != print_]
    if changed:
        raise AssertionError(f"it refused, but changed {changed}")
    return world.service.process.returncode, words


def fingerprints(world):
    return {name: hashlib.sha256((world.data / name).read_bytes()).hexdigest()
            for name in ("sapa.db", "sapa.db-wal") if (world.data / name).exists()}


class Ends(unittest.TestCase):
    def test_sigterm_under_load(self):
        with World(run.program) as world:
            world.graph.statuses = 0.5
            world.start()
            crowd = world.crowd()
            self.assertTrue(crowd.wait_acknowledged(150))
            code, seconds = world.service.stop()
            self.assertEqual(code, 0)
            self.assertLess(seconds, STOPS_WITHIN)
            report = goes_on(world, crowd)
            self.assertEqual(report.extra_sends, 0)

    def test_sigterm_while_whatsapp_does_not_answer(self):
        with World(run.program) as world:
            world.graph.delay = threading.Event()
            world.start()
            crowd = world.crowd()
            self.assertTrue(crowd.wait_acknowledged(100))
            code, seconds = world.service.stop()
            world.graph.delay.set()
            self.assertEqual(code, 0)
            self.assertLess(seconds, STOPS_WITHIN)
            goes_on(world, crowd)

    def test_a_second_owner_is_refused_and_the_first_goes_on(self):
        with World(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=8)
            second = World(run.program, place=world.data)
            with second, self.assertRaises(NotReady):
                second.service.start()
            self.assertEqual(second.service.process.returncode, IN_USE)
            self.assertTrue(crowd.wait_acknowledged(20))
            crowd.end()
            world.finish()


class LeftOver(unittest.TestCase):
    def test_the_socket_of_a_killed_process(self):
        with World(run.program) as world:
            crowd = killed_under_load(world)
            self.assertTrue((world.data / "desk.sock").is_socket())
            goes_on(world, crowd)

    def test_the_shared_memory_file_is_gone(self):
        with World(run.program) as world:
            crowd = killed_under_load(world)
            os.remove(world.data / "sapa.db-shm")
            goes_on(world, crowd)

    def test_garbage_at_the_end_of_the_log(self):
        with World(run.program) as world:
            crowd = killed_under_load(world)
            with open(world.data / "sapa.db-wal", "ab") as log:
                log.write(world.random.randbytes(3 * 4096 + 17))
            goes_on(world, crowd)

    # The control of the three above: a log that is damaged where it matters, and the same judge.
    def test_control_a_damaged_commit_is_noticed(self):
        with World(run.program) as world:
            crowd = killed_under_load(world)
            crowd.give_up()
            with open(world.data / "sapa.db-wal", "r+b") as log:
                page_size = struct.unpack(">I", log.read(12)[8:])[0]
                log.seek(WAL_HEADER + 8 * (FRAME_HEADER + page_size) + FRAME_HEADER + 100)
                log.write(b"\xff\x00\xff\x00")
            world.start()
            world.settle()
            world.service.stop()
            self.assertTrue(world.judge().lost)


class Refused(unittest.TestCase):
    def flip(self, world):
        """Damages every leaf page but the first ones, which name the owner and the schema."""
        with open(world.data / "sapa.db", "r+b") as file:
            page_size = struct.unpack(">H", file.read(18)[16:])[0]
            size = file.seek(0, os.SEEK_END)
            for page in range(2, size // page_size):
                file.seek(page * page_size)
                file.write(b"\xa5" * 64)

    def test_flipped_bytes(self):
        with World(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=8)
            self.assertTrue(crowd.wait_acknowledged(20))
            crowd.end()
            world.finish()
            self.flip(world)
            code, words = refuses(world)
            self.assertEqual(code, DAMAGED, words)

    def test_flipped_bytes_beside_a_log(self):
        with World(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(40))
            crowd.end()
            world.finish()
            killed_under_load(world).give_up()
            self.flip(world)
            code, words = refuses(world)
            self.assertEqual(code, DAMAGED, words)

    def test_a_newer_schema(self):
        with World(run.program) as world:
            world.start()
            world.service.stop()
            db = sqlite3.connect(world.data / "sapa.db")
            newest = db.execute("PRAGMA user_version").fetchone()[0]
            db.execute(f"PRAGMA user_version = {newest + 1}")
            db.close()
            code, words = refuses(world)
            self.assertEqual(code, DAMAGED, words)
            self.assertIn(str(newest + 1), words)

    def test_the_database_of_another_program(self):
        with World(run.program) as world:
            world.data.mkdir(mode=0o700)
            db = sqlite3.connect(world.data / "sapa.db")
            db.execute("CREATE TABLE theirs (id INTEGER)")
            db.close()
            code, words = refuses(world)
            self.assertEqual(code, DAMAGED, words)


class Reload(unittest.TestCase):
    """SIGHUP with something broken keeps what was good."""

    def hang_up(self, world, awaited):
        offset = len(world.service.log())
        world.service.send(signal.SIGHUP)
        self.assertTrue(eventually(lambda: awaited in world.service.log()[offset:]), f"no {awaited} in the log")

    def test_broken_files_of_the_office_and_broken_secrets(self):
        with World(run.program) as world:
            office = world.place / "office"
            world.start()
            world.service.stop()
            self.assertEqual(os.spawnv(os.P_WAIT, run.program, [run.program, "init", str(office)]), 0)
            world.start(SAPA_OFFICE_FILES=str(office))
            crowd = world.crowd(citizens=8)
            self.assertTrue(crowd.wait_acknowledged(20))
            phrases = office / "phrases.toml"
            sound = phrases.read_text()
            phrases.write_text(sound + "\n[[[ this is no TOML\n")
            self.hang_up(world, "event=reload_refused")
            secret = world.place / "app_secret"
            secret.chmod(0o600)
            secret.write_text("")
            self.hang_up(world, "event=secrets_refused")
            self.assertTrue(crowd.wait_acknowledged(20), "the old files and secrets must stay in force")
            secret.write_text(world.secret)
            phrases.write_text(sound)
            self.hang_up(world, "event=office_reloaded")
            self.assertTrue(crowd.wait_acknowledged(20))
            crowd.end()
            world.finish()


if __name__ == "__main__":
    run.main()

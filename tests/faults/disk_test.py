"""A disk that is really full and one that really becomes read-only: a small ext4 image, mounted over a loop device."""
import os
import subprocess
import sys
import unittest
from pathlib import Path

from lib import run
from lib.service import NotReady, eventually
from lib.world import World

MIB = 1 << 20
FILLER = "filler"
DISK_REFUSED = 74


class Disk:
    """Half a gigabyte of ext4; the image has holes and takes little room."""

    def __init__(self, world):
        self._image = world.place / "disk.img"
        self.place = world.place / "disk"
        self.data = self.place / "data"

    def make(self):
        self.place.mkdir()
        with open(self._image, "wb") as file:
            file.truncate(512 * MIB)
        run_command("mkfs.ext4", "-q", "-F", "-m", "0", str(self._image))
        self.mount()

    def mount(self):
        run_command("mount", "-o", "loop", str(self._image), str(self.place))

    def unmount(self):
        run_command("umount", str(self.place))

    # As the kernel does it when it meets damage: from one moment to the next nothing can be written any more.
    def becomes_read_only(self):
        run_command("mount", "-o", "remount,abort", str(self.place))

    def mend(self):
        self.unmount()
        subprocess.run(["fsck.ext4", "-p", str(self._image)], check=False, capture_output=True)
        self.mount()

    # Down to the last byte, in ever smaller steps.
    def fill(self):
        descriptor = os.open(self.place / FILLER, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for size in (MIB, 4096):
            try:
                while True:
                    os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, size)
            except OSError:
                continue
        os.close(descriptor)

    # The next byte of this file needs a block of its own.
    def end_block(self, name):
        with open(self.place / name, "ab") as file:
            file.write(b"\n" * (-file.tell() % 4096))

    def make_room(self):
        os.remove(self.place / FILLER)


def run_command(*words):
    subprocess.run(words, check=True, capture_output=True)


def may_mount():
    if os.geteuid() != 0 or not Path("/dev/loop-control").exists():
        return False
    return subprocess.run(["losetup", "-f"], capture_output=True).returncode == 0


class SmallWorld(World):
    """The data lie on the small disk, or the log alone."""

    def __init__(self, program, only_log=False):
        super().__init__(program)
        self.disk = Disk(self)
        self._only_log = only_log

    def __enter__(self):
        self.disk.make()
        if self._only_log:
            self.service.move_log(self.disk.place)
        else:
            self.data = self.disk.data
            self.service.set("SAPA_STORAGE_PATH", str(self.data))
        return super().__enter__()

    def clean_up(self):
        self.disk.unmount()


def tells_of_full_disk(health):
    return health[0] == 503 and "full" in health[1]


@unittest.skipUnless(may_mount(), "not root, or no loop devices: NOTHING was proved about a full and a read-only disk")
class DiskTest(unittest.TestCase):
    def test_full_then_room_again(self):
        with SmallWorld(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(60))
            world.disk.fill()
            self.assertTrue(crowd.wait_refused(3), "what cannot be written must be answered with 503")
            self.assertTrue(world.service.running())
            world.disk.make_room()
            self.assertTrue(crowd.wait_acknowledged(60), "it must go on by itself when there is room")
            self.assertEqual(world.service.health()[0], 200)
            crowd.end()
            world.finish()

    # With the marks of a disk of this size. The disk is looked at every ten seconds; until then the refused commits speak, and a small one
    # that finds room in the log contradicts them.
    def test_full_and_the_ballast_is_freed(self):
        marks = {"SAPA_STORAGE_WARN_MIB": "100", "SAPA_STORAGE_MEDIA_MIB": "60", "SAPA_STORAGE_STOP_MIB": "40",
                 "SAPA_STORAGE_BALLAST_MIB": "64"}
        with SmallWorld(run.program) as world:
            world.start(**marks)
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(60))
            self.assertEqual(world.service.health()[0], 200)
            world.disk.fill()
            self.assertTrue(crowd.wait_refused(3))
            self.assertTrue(eventually(lambda: tells_of_full_disk(world.service.health())), "/health must tell")
            self.assertEqual(world.service.command("free-ballast"), 0)
            self.assertTrue(crowd.wait_acknowledged(60), "one command must make room")
            self.assertEqual(world.service.health()[0], 200)
            world.disk.make_room()
            crowd.end()
            world.finish()

    def test_full_and_killed(self):
        with SmallWorld(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(60))
            world.disk.fill()
            self.assertTrue(crowd.wait_refused())
            world.kill()
            world.disk.make_room()
            world.start()
            self.assertTrue(crowd.wait_acknowledged(40))
            crowd.end()
            world.finish()

    def test_full_at_the_start(self):
        with SmallWorld(run.program) as world:
            world.start()
            world.service.stop()
            world.disk.fill()
            with self.assertRaises(NotReady) as refusal:
                world.start()
            self.assertEqual(world.service.process.returncode, DISK_REFUSED, refusal.exception)
            world.disk.make_room()
            world.start()
            world.finish()

    def test_no_room_for_the_log(self):
        with SmallWorld(run.program, only_log=True) as world:
            world.start()
            world.disk.fill()
            world.disk.end_block("service.log")
            written = len(world.service.log())
            crowd = world.crowd(citizens=24)
            world.graph.stop_listening()
            self.assertTrue(crowd.wait_acknowledged(100), "a log that is full must not silence the office")
            world.graph.listen()
            crowd.end()
            world.finish()
            self.assertEqual(len(world.service.log()), written, "there was room, so nothing was shown")

    # Nothing can be repaired while the program runs, so it ends; systemd tries again until the disk was mended. The change comes in a quiet
    # moment: ext4 has been seen to answer 0 to an fdatasync that was under way while the journal was being aborted, and to have lost it.
    def test_read_only_then_mended(self):
        with SmallWorld(run.program) as world:
            world.start()
            crowd = world.crowd(citizens=24)
            self.assertTrue(crowd.wait_acknowledged(60))
            crowd.end()
            self.assertTrue(world.settle())
            world.disk.becomes_read_only()
            others = world.crowd(citizens=24, first=25)
            self.assertEqual(world.service.wait(), DISK_REFUSED)
            with self.assertRaises(NotReady) as refusal:
                world.start()
            self.assertEqual(world.service.process.returncode, DISK_REFUSED, refusal.exception)
            self.assertEqual(others.acknowledged, 0)
            world.disk.mend()
            world.start()
            self.assertTrue(others.wait_acknowledged(40))
            others.end()
            world.finish()


# What is mounted here nobody else sees, and it goes with this process, however that ends.
def in_a_namespace_of_our_own():
    if may_mount() and "FAULTS_NAMESPACE" not in os.environ:
        os.environ["FAULTS_NAMESPACE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])


if __name__ == "__main__":
    in_a_namespace_of_our_own()
    run.main()

"""`sapa serve` as a child process that can be stopped in every way there is."""
import os
import re
import select
import signal
import subprocess
import threading
import time

from lib import http

DEADLINE = 60  # seconds that anything may take on a slow machine under sanitizers; never a measure of success


class NotReady(Exception):
    """It ended, or said something else than that it listens."""


class Service:
    def __init__(self, program, place, settings):
        self._program = program
        self._log = place / "service.log"
        self._log.touch()
        self._settings = settings
        self.process = None
        self.port = None  # None: not up
        self.admin = None
        self.starts = 0
        self.arguments = set()  # everything that ever stood in its command line

    def move_log(self, directory):
        self._log = directory / "service.log"
        self._log.touch()

    def set(self, name, value):
        self._settings[name] = value

    def start(self, prefix=(), **settings):
        """`prefix`: a command that runs it, such as strace. Raises NotReady when it refuses to start."""
        self.starts += 1
        offset = self._log.stat().st_size
        settings["SAPA_WHATSAPP_GRAPH_VERSION"] = f"v25.{self.starts}"  # so that WhatsApp knows which of the processes speaks
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "ASAN_OPTIONS", "TSAN_OPTIONS", "UBSAN_OPTIONS")}
        with open(self._log, "ab") as log:
            self.process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *prefix, self._program, "serve"], stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE, stderr=log, env={**kept, **self._settings, **settings})
        line = self._first_line()
        ready = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)", line)
        if not ready:
            self.wait()
            raise NotReady(line or self.log(offset))
        self.arguments.add(self._cmdline())
        self.admin = int(re.search(r"event=ready admin=127\.0\.0\.1:(\d+)", self.log(offset)).group(1))
        self.port = int(ready.group(1))
        return self

    def command(self, *words):
        """The exit code of another command of the program, with the same settings."""
        return subprocess.run([self._program, *words], env={**os.environ, **self._settings}, capture_output=True, check=False).returncode

    def _first_line(self):
        if not select.select([self.process.stdout], [], [], DEADLINE)[0]:
            self.kill()
            raise NotReady("no word from it")
        return self.process.stdout.readline().decode().strip()

    def _cmdline(self):
        with open(f"/proc/{self.process.pid}/cmdline", encoding="utf-8") as file:
            return file.read().replace("\0", " ")

    def log(self, offset=0):
        with open(self._log, "rb") as file:
            file.seek(offset)
            return file.read().decode(errors="replace")

    def running(self):
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        self.process.send_signal(number)

    def wait(self, patience=DEADLINE):
        """The exit code; minus the signal when one ended it."""
        code = self.process.wait(patience)
        self.process.stdout.close()
        self.port = None
        return code

    def kill(self):
        self.port = None
        if self.running():
            self.send(signal.SIGKILL)
        return self.wait()

    def stop(self):
        """SIGTERM; returns the exit code and the seconds that it took."""
        began = time.monotonic()
        self.send(signal.SIGTERM)
        return self.wait(), time.monotonic() - began

    def health(self):
        return http.get(self.admin, "/health")

    def metrics(self):
        _, page = http.get(self.admin, "/metrics")
        return {name: float(value) for name, value in re.findall(r"^(sapa_\S+) (\S+)$", page, re.MULTILINE)}


def eventually(holds):
    pause, deadline = threading.Event(), time.monotonic() + DEADLINE
    while time.monotonic() < deadline:
        if holds():
            return True
        pause.wait(0.02)
    return False


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

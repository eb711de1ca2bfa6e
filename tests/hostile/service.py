"""The real program on ports and in a directory of its own, and what can be seen of it from outside."""
import os
import re
import resource
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import wire


SKIPPED = 77  # for ctest: what could be tried was good, but not everything could


class Service:
    """`with Service(program) as service:` — SIGTERM and a check of the exit code at the end."""

    def __init__(self, program, descriptors=None):
        self.place = tempfile.TemporaryDirectory(prefix="sapa-hostile-")
        self.nobody = socket.socket()  # WhatsApp, out of reach: bound and not listening
        self.nobody.bind(("127.0.0.1", 0))
        self.log, self.admin, self.address = [], None, None
        environment = {
            "PATH": os.environ["PATH"],
            "SAPA_SERVER_LISTEN": "127.0.0.1:0",
            "SAPA_SERVER_ADMIN": "127.0.0.1:0",
            "SAPA_STORAGE_PATH": self.place.name + "/data",
            "SAPA_WHATSAPP_GRAPH_URL": "http://127.0.0.1:%d" % self.nobody.getsockname()[1],
            "SAPA_WHATSAPP_PHONE_NUMBER_ID": "1000",
            "SAPA_WHATSAPP_ACCESS_TOKEN": "EAA-uji",
            "SAPA_WHATSAPP_APP_SECRET": wire.SECRET,
            "SAPA_WHATSAPP_VERIFY_TOKEN": wire.TOKEN,
            "SAPA_LOG_LEVEL": "debug",
        }
        limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))) if descriptors else None
        self.process = subprocess.Popen(
            [Path(program).resolve(), "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit, cwd=self.place.name
        )

    def __enter__(self):
        ready = threading.Event()

        def read_log():
            for line in self.process.stderr:
                self.log.append(line)
                if match := re.search(r"event=ready admin=([\d.]+):(\d+)", line):
                    self.admin = (match.group(1), int(match.group(2)))
                    ready.set()
            ready.set()

        self.reader = threading.Thread(target=read_log, daemon=True)
        self.reader.start()
        line = self.process.stdout.readline()
        match = re.match(r"listening on ([\d.]+):(\d+)", line)
        ready.wait(wire.PATIENCE)
        if not match or not self.admin:
            raise SystemExit("the service does not start: " + line + "".join(self.log))
        self.address = (match.group(1), int(match.group(2)))
        return self

    def __exit__(self, kind, *_):
        self.process.terminate()
        code = self.process.wait(wire.PATIENCE)
        self.reader.join(wire.PATIENCE)
        self.nobody.close()
        self.place.cleanup()
        if kind is None and code != 0:
            raise SystemExit(f"the service ended with {code}:\n" + "".join(self.log[-20:]))

    def page(self, path):
        with urllib.request.urlopen("http://%s:%d%s" % (*self.admin, path), timeout=wire.PATIENCE) as answer:
            return answer.read().decode()

    def metrics(self):
        return {name: int(value) for name, value in re.findall(r"^(sapa_\w+) (\d+)$", self.page("/metrics"), re.MULTILINE)}

    def requests(self):
        """How many requests reached the site behind the parser, since the start."""
        return self.metrics()["sapa_http_requests_total"]

    def messages(self, prefix=""):
        """Ids of the messages that were handled."""
        uri = f"file:{Path(self.place.name).resolve()}/data/sapa.db?mode=ro"
        connection = sqlite3.connect(uri, uri=True)
        try:
            return sorted(row[0] for row in connection.execute("SELECT message_id FROM inbox") if row[0].startswith(prefix))
        finally:
            connection.close()

    def resident_kib(self):
        return resident_kib(self.process.pid)

    def processor_seconds(self):
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kib(process_id):
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{process_id}/status").read_text()).group(1))


def eventually(holds, most=wire.PATIENCE):
    """Asks again until it holds."""
    end = time.monotonic() + most
    while not (held := holds()) and time.monotonic() < end:
        threading.Event().wait(0.02)
    return held


def more_descriptors(wanted=4096):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(wanted, hard)), hard))


class Report:
    """Collects what is wrong; `finish` prints it and ends the test."""

    def __init__(self, name):
        self.name, self.checks, self.wrong = name, 0, []

    def check(self, holds, what):
        self.checks += 1
        if not holds:
            self.wrong.append(what)

    def finish(self, whole=True):
        for line in self.wrong:
            print(line)
        print(f"{self.name}: {self.checks} checks, " + (f"{len(self.wrong)} WRONG" if self.wrong else "all well"))
        raise SystemExit(1 if self.wrong else 0 if whole else SKIPPED)

"""One whole scene: a temporary directory, the service, WhatsApp, and the record; at the end the checker has the last word."""
import os
import random
import shutil
import tempfile
import threading
import time
from pathlib import Path

import checker
from lib import history, payloads, privacy
from lib.crowd import Crowd
from lib.graph import Graph
from lib.service import DEADLINE, Service

SEED = int(os.environ.get("FAULTS_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)


class World:
    """Use it in a `with`: whatever happens, nothing stays running and nothing stays on disk (unless FAULTS_KEEP names a directory)."""

    secret = "secret-for-loopback"
    token = "token-for-loopback"

    def __init__(self, program, place=None, **settings):
        self.place = Path(tempfile.mkdtemp(prefix="sapa-faults-"))
        self.data = Path(place) if place else self.place / "data"
        self.history = history.History(self.place / "history.jsonl")
        self.graph = Graph(self.history, self.secret, SEED)
        for name, value in (("app_secret", self.secret), ("access_token", self.token), ("verify_token", "verify-on-loopback")):
            (self.place / name).write_text(value)
            (self.place / name).chmod(0o400)
        self.service = Service(program, self.place, {**self._settings(), **settings})
        self.graph.service_port = lambda: self.service.port
        self.random = random.Random(SEED)
        self._crowds = []

    def _settings(self):
        return {"SAPA_SERVER_LISTEN": "127.0.0.1:0", "SAPA_SERVER_ADMIN": "127.0.0.1:0",
                "SAPA_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{self.graph.port}", "SAPA_WHATSAPP_PHONE_NUMBER_ID": payloads.NUMBER_ID,
                "SAPA_WHATSAPP_APP_SECRET_FILE": str(self.place / "app_secret"),
                "SAPA_WHATSAPP_ACCESS_TOKEN_FILE": str(self.place / "access_token"),
                "SAPA_WHATSAPP_VERIFY_TOKEN_FILE": str(self.place / "verify_token"), "SAPA_WHATSAPP_MESSAGES_PER_SECOND": "100000",
                "SAPA_WHATSAPP_PAIR_BURST": "1000000", "SAPA_WHATSAPP_UNCERTAIN_SECONDS": "1", "SAPA_LOG_LEVEL": "debug",
                "SAPA_STORAGE_PATH": str(self.data)}

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if self.service.running():
            self.service.kill()
        for crowd in self._crowds:
            crowd.give_up()
        self.graph.close()
        self.history.close()
        if kind and (kept := os.environ.get("FAULTS_KEEP")):
            shutil.copytree(self.place, Path(kept) / self.place.name)
        if kind:
            print(f"seed {SEED}; the last lines of the log:\n" + "\n".join(self.service.log().splitlines()[-15:]))
        self.clean_up()
        shutil.rmtree(self.place, ignore_errors=True)

    def clean_up(self):
        """For those who have more to put away."""

    def crowd(self, **how):
        self._crowds.append(Crowd(self, **{"seed": SEED, **how}))
        return self._crowds[-1].start()

    def start(self, prefix=(), **settings):
        self.service.start(prefix, **settings)
        self.history.add("nemesis", "info", "start", settings=settings)
        return self

    def kill(self):
        self.history.add("nemesis", "info", "kill")
        self.service.kill()

    def settle(self, patience=DEADLINE / 3):
        """Waits until nothing more is to be expected: no job, nothing queued, under way or in doubt. False: it never came to rest."""
        awaited = ("sapa_writer_waiting", "sapa_sender_waiting", "sapa_graph_in_flight", 'sapa_outbox_rows{state="queued"}',
                   'sapa_outbox_rows{state="leased"}', 'sapa_outbox_rows{state="uncertain"}')
        deadline, quiet, pause = time.monotonic() + patience, 0, threading.Event()
        while time.monotonic() < deadline and quiet < 3:
            page = self.service.metrics()
            quiet = quiet + 1 if self.graph.reported() and not any(page[name] for name in awaited) else 0
            pause.wait(0.02)
        return quiet == 3

    def judge(self):
        """Of the stopped service: what became of every message, and what leaked."""
        self.history.flush()
        report = checker.check(history.read(self.history.path), self.data / "sapa.db")
        report.leaks = privacy.leaks(self.service.log() + " ".join(self.service.arguments))
        return report

    def finish(self):
        """The usual end: comes to rest, stops in good order, is judged. Returns the checker's report, which must be good."""
        self.settle()
        code, _ = self.service.stop()
        report = self.judge()
        print(report.summary())
        if code != 0 or not report.good():
            raise AssertionError(f"exit code {code}\n{report.details()}")
        return report

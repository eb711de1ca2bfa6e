"""Clients that drip, clients that are silent, clients in crowds: they are let go in the end, everybody else is answered meanwhile, and the
memory stays where it was. Waits for the real deadlines (the longest is a body's, 20 s), all of them at once.

    slow_test.py PROGRAM
"""
import selectors
import statistics
import subprocess
import sys
import threading
import time

import wire
from naive import Naive
from service import Report, Service, eventually, more_descriptors, resident_kib

DRIPPING, SILENT, CROWD = 100, 20, 1_000
DEADLINES_OVER = 60  # seconds; the end of a wait, not a measure
MEMORY_MORE_KIB = 64 * 1024
SLOWER_MOST, SLOWER_FLOOR = 50, 0.25  # times the quiet latency; seconds below which nobody would notice on a busy machine


class Drip:
    """Connections that get one byte a second each, until the other side ends them."""

    def __init__(self, address, beginnings):
        self.statuses, self.open = [], selectors.DefaultSelector()
        self.halt = threading.Event()
        for data, drips in beginnings:
            client = wire.Client(address)
            client.send(data)
            self.open.register(client.socket, selectors.EVENT_READ, (client, drips))
        self.count = len(self.open.get_map())
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        next_drip = time.monotonic() + 1
        while self.open.get_map() and not self.halt.is_set():
            for key, _ in self.open.select(max(0.0, next_drip - time.monotonic())):
                client, _ = key.data
                if not client.more():
                    self.open.unregister(client.socket)
                    answer = client.answer()
                    self.statuses.append(answer.status if answer else 0)
                    client.close()
            if time.monotonic() >= next_drip:
                next_drip += 1
                for key in list(self.open.get_map().values()):
                    client, drips = key.data
                    if drips:
                        client.send(b"x")

    def ended(self):
        return len(self.statuses) == self.count

    def close(self):
        self.halt.set()
        self.thread.join(wire.PATIENCE)
        for key in list(self.open.get_map().values()):
            key.data[0].close()


def slow_headers(count):
    return [(b"POST /webhook HTTP/1.1\r\nHost: a\r\nX-", True)] * count


def slow_bodies(count):
    body = wire.payload("slow-body")
    return [(wire.request(b"", wire.signature(body) + b"Content-Length: %d\r\n" % len(body)), True)] * count


def silent_bodies(count):
    body = wire.payload("silent-body")
    return [(wire.post(body)[:-1], False)] * count


def latency(address, name, count=30, patience=wire.PATIENCE):
    """Seconds until a fresh client's message is on disk and answered; None: somebody was not answered."""
    took = []
    for number in range(count):
        began = time.monotonic()
        try:
            with wire.Client(address) as client:
                client.socket.settimeout(patience)
                client.send(wire.post(wire.payload(f"{name}.{number}")))
                answer = client.answer()
        except OSError:
            return None
        if answer is None or answer.status != 200:
            return None
        took.append(time.monotonic() - began)
    return statistics.median(took)


def is_served(quiet, meanwhile):
    return meanwhile is not None and meanwhile < max(SLOWER_MOST * quiet, SLOWER_FLOOR)


def has_grown(before, after):
    return after - before > MEMORY_MORE_KIB


def check_slow(report, program):
    with Service(program) as service:
        quiet = latency(service.address, "quiet")
        before = service.resident_kib()
        drip = Drip(service.address, slow_headers(DRIPPING) + slow_bodies(DRIPPING) + silent_bodies(SILENT) + [(b"", False)] * SILENT)
        meanwhile = latency(service.address, "meanwhile")
        print(f"slow: {drip.count} connections; median {1000 * quiet:.1f} ms without, {1000 * (meanwhile or 0):.1f} ms beside them")
        report.check(is_served(quiet, meanwhile), "slow clients keep the others waiting")
        report.check(eventually(drip.ended, DEADLINES_OVER), f"{drip.count - len(drip.statuses)} slow connections are still open")
        drip.close()
        report.check(sorted(set(drip.statuses)) == [0, 408], f"slow clients heard {sorted(set(drip.statuses))}")
        report.check(drip.statuses.count(0) == SILENT, "only who never began a request is let go without a word")
        for name in ("slow-body", "silent-body"):
            report.check(not service.messages(name), f"{name}: half a message was handled")
        after = service.resident_kib()
        report.check(not has_grown(before, after), f"slow clients cost {after - before} KiB")


def check_crowd(report, program):
    with Service(program) as service:
        before = service.resident_kib()
        quiet = latency(service.address, "quiet")
        crowd = [wire.Client(service.address) for _ in range(CROWD)]
        meanwhile = latency(service.address, "meanwhile")
        print(f"crowd: {CROWD} idle connections; median {1000 * (meanwhile or 0):.1f} ms beside them")
        report.check(is_served(quiet, meanwhile), "a crowd keeps the others waiting")
        report.check(service.page("/health") == "ok\n", "the service is not well beside a crowd")
        after = service.resident_kib()
        report.check(not has_grown(before, after), f"a crowd costs {after - before} KiB")
        headers = Drip(service.address, slow_headers(CROWD))
        meanwhile = latency(service.address, "dripping")
        report.check(is_served(quiet, meanwhile), "a crowd that drips keeps the others waiting")
        headers.close()
        for client in crowd:
            client.close()


def check_the_checks(report):
    """A server that takes one client after the other, and a process that grows, must be found out."""
    with Naive() as naive:
        quiet = latency(naive.address, "quiet", 3)
        drip = Drip(naive.address, slow_headers(60))
        report.check(not is_served(quiet or 1.0, latency(naive.address, "meanwhile", 3, 1)), "a server that serves one at a time passes")
        drip.close()
    grow = "import sys; sys.stdin.readline(); kept = bytearray(200 << 20); print('grown', flush=True); sys.stdin.readline()"
    with subprocess.Popen([sys.executable, "-c", grow], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        before = resident_kib(child.pid)
        child.stdin.write("\n")
        child.stdin.flush()
        child.stdout.readline()
        report.check(has_grown(before, resident_kib(child.pid)), "a process that grows by 200 MiB passes")
        child.communicate("\n")


def main():
    report = Report("slow clients")
    more_descriptors()

    def slow_too():
        try:
            check_slow(report, sys.argv[1])
        except BaseException as trouble:
            report.check(False, f"slow clients: {trouble}")

    slow = threading.Thread(target=slow_too)
    slow.start()
    check_crowd(report, sys.argv[1])
    check_the_checks(report)
    slow.join()
    report.finish()


if __name__ == "__main__":
    main()

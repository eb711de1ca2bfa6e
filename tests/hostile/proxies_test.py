"""The same requests through the proxies of docs/deploy/: what is good passes, and the service never reads a request that the proxy did not
see.

    proxies_test.py PROGRAM
"""
import socket
import sys
import threading

import http2
import wire
from corpus import all_cases
from proxies import Haproxy, Nginx, present
from service import Report, Service, eventually

SOON = 3  # seconds; a line of the log comes with the end of a request


def is_good(case):
    return bool(case.rows)


def send(proxy, case):
    """What the proxy answers, without "100 Continue"."""
    with wire.Client(proxy.address, proxy.wrap) as client:
        client.send(case.data)
        statuses = []
        client.socket.settimeout(wire.PATIENCE if is_good(case) else 0.1)
        try:
            while not is_good(case) or len(statuses) < len(case.statuses):
                answer = client.answer()
                if answer is None:
                    break
                statuses += [answer.status] if answer.status != 100 else []
        except (TimeoutError, OSError):
            pass
        return statuses


def faults(service, proxy, case):
    found = []
    read, passed = service.requests(), proxy.forwarded()
    if isinstance(case, http2.Case):
        expected, statuses = [200] * len(case.rows), [200] if http2.send(proxy, case) else []
    else:
        expected, statuses = case.statuses, send(proxy, case)
    if is_good(case) and statuses != expected:
        found.append(f"{case.name} through {proxy.name}: answered {statuses}, expected {expected}")
    agrees = eventually(lambda: service.requests() - read <= proxy.forwarded() - passed, SOON)
    if not agrees:
        found.append(f"{case.name}: the service read {service.requests() - read}, {proxy.name} passed on {proxy.forwarded() - passed}")
    rows = service.messages(case.name)
    if is_good(case) and rows != case.rows:
        found.append(f"{case.name} through {proxy.name}: messages {rows}, expected {case.rows}")
    if len(rows) > proxy.forwarded() - passed:
        found.append(f"{case.name}: more messages than {proxy.name} passed on")
    return found


class Careless:
    """Passes bytes on without reading them, and believes that a connection is a request."""

    name = "a careless proxy"
    wrap = None

    def __init__(self, service):
        self.listener, self.service, self.connections = socket.create_server(("127.0.0.1", 0)), service, 0
        self.address = self.listener.getsockname()
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def forwarded(self):
        return self.connections

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            server = socket.create_connection(self.service.address)
            for one, other in ((client, server), (server, client)):
                threading.Thread(target=self.carry, args=(one, other), daemon=True).start()

    @staticmethod
    def carry(one, other):
        try:
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)
        except OSError:
            pass


def check_the_check(report, program, cases):
    """Two requests in one connection, and a proxy that saw one: must be noticed."""
    with Service(program) as service, Careless(service) as careless:
        case = next(case for case in cases if case.name == "pipelined")
        report.check(bool(faults(service, careless, case)), "a request that the proxy did not see goes unnoticed")


def main():
    report = Report("behind a proxy")
    cases = [case for case in all_cases() if case.behind_a_proxy]
    for kind in (Nginx, Haproxy):
        if not present(kind):
            print(f"SKIPPED: {kind.name} is not installed (package {kind.package})")
            continue
        through = [*cases, *http2.all_cases()]
        with Service(sys.argv[1]) as service, kind(service) as proxy:
            for case in through:
                found = faults(service, proxy, case)
                report.check(not found, "; ".join(found))
            report.check(service.requests() <= proxy.forwarded(), f"in the end the service read more than {kind.name} passed on")
            report.check(len(service.messages()) <= proxy.forwarded(), f"more messages than {kind.name} passed on")
            print(f"{kind.name}: passed on {proxy.forwarded()} requests of {len(through)} cases, the service read {service.requests()}")
    check_the_check(report, sys.argv[1], cases)
    report.finish(whole=all(present(kind) for kind in (Nginx, Haproxy)))


if __name__ == "__main__":
    main()

"""Every odd request of corpus.py straight at the service; then repetitions, clients that leave, and a service without descriptors.

    direct_test.py PROGRAM [--sanitized]      a sanitizer needs descriptors of its own: nothing is said without any then
"""
import sys
import threading

import judge
import wire
from corpus import all_cases
from naive import Naive
from service import Report, Service, eventually


def check_corpus(report, service, cases):
    service.transcripts = []
    for case in cases:
        found = judge.faults(service, case)
        found += judge.bodies_with_text(case, service.transcripts[-1])
        report.check(not found, "; ".join(found))


def check_log(report, service, secrets):
    answers = b"".join(service.transcripts).decode("latin-1")
    for name in judge.leaks(answers, secrets):
        report.check(False, f"{name} stands in an answer")
    log = "".join(service.log)
    for name in judge.leaks(log, secrets):
        report.check(False, f"{name} stands in the log")
    report.check(all(line.rstrip("\n").isprintable() for line in service.log), "a line of the log holds what a terminal would obey")
    report.check("203.0.113.77" not in log, "an address that a stranger claims stands in the log")
    report.check("62812000001" not in log, "a citizen's number stands in the log")


def check_repetitions(report, service):
    once = wire.post(wire.payload("again"))
    with wire.Client(service.address) as client:
        for _ in range(2):
            client.send(once)
            report.check(client.answer().status == 200, "again: not answered 200")
    report.check(service.messages("again") == ["again"], "again: handled twice")

    at_once, statuses = wire.post(wire.payload("parallel")), []
    start = threading.Barrier(50)

    def deliver():
        with wire.Client(service.address) as client:
            start.wait()
            client.send(at_once)
            statuses.append(client.answer().status)

    threads = [threading.Thread(target=deliver) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report.check(statuses == [200] * 50, f"parallel: answered {statuses}")
    report.check(service.messages("parallel") == ["parallel"], "parallel: handled more than once")


def check_leaving(report, service):
    with wire.Client(service.address) as client:
        client.send(wire.post(wire.payload("gone")))
    report.check(eventually(lambda: service.messages("gone") == ["gone"]), "gone: who leaves before the answer is not heard")
    statuses, _, _ = wire.exchange(service.address, wire.post(wire.payload("gone")), 1)
    report.check(statuses == [200] and service.messages("gone") == ["gone"], "gone: the second try has an effect")


def check_patience(report, service):
    """`Expect: 100-continue` from somebody who really waits for it."""
    body = wire.payload("waits")
    with wire.Client(service.address) as client:
        client.send(wire.request(b"", wire.signature(body) + b"Content-Length: %d\r\nExpect: 100-continue\r\n" % len(body)))
        report.check(client.answer().status == 100, "waits: no 100")
        client.send(body)
        report.check(client.answer().status == 200, "waits: no 200")


def check_few_descriptors(report, program):
    with Service(program, descriptors=64) as service:
        crowd = [wire.Client(service.address) for _ in range(100)]
        used = service.processor_seconds()
        end = threading.Event()
        end.wait(1.0)  # time for a busy loop to show
        used = service.processor_seconds() - used
        report.check(used < 0.5, f"without descriptors it runs in circles: {used:.2f} s of a processor in 1 s")
        for client in crowd:
            client.close()

        def works():
            try:
                return wire.exchange(service.address, wire.post(wire.payload("descriptors")), 1)[0] == [200]
            except OSError:
                return False

        report.check(eventually(works), "it does not recover when descriptors come back")


def check_the_checks(report, cases, secrets):
    """Somebody who does everything wrong must be found out."""
    with Naive() as naive:
        smuggling = [case for case in cases if case.data.count(case.name.encode() + b".smuggled") and len(case.data) < 8_000]
        caught = [case.name for case in smuggling if judge.faults(naive, case)]
        through = [case.name for case in smuggling if naive.messages(case.name + ".smuggled")]
        report.check(len(caught) == len(smuggling), "the naive server passes: " + ", ".join({c.name for c in smuggling} - set(caught)))
        report.check(len(through) > 20, f"only {len(through)} cases smuggle anything into the naive server")
        answers = b"".join(naive.transcripts).decode("latin-1")
        report.check(bool(judge.leaks(answers, secrets)), "a signature in an answer is not found")
        print(f"control: {len(caught)} of {len(smuggling)} cases find the naive server out; {len(through)} smuggle a request into it")


def main():
    report = Report("hostile requests")
    cases = all_cases()
    secrets = judge.secrets_of(cases)
    with Service(sys.argv[1]) as service:
        check_corpus(report, service, cases)
        check_repetitions(report, service)
        check_leaving(report, service)
        check_patience(report, service)
        check_log(report, service, secrets)
    if "--sanitized" in sys.argv:
        print("SKIPPED: a service without descriptors, under a sanitizer")
    else:
        check_few_descriptors(report, sys.argv[1])
    check_the_checks(report, cases, secrets)
    report.finish()


if __name__ == "__main__":
    main()

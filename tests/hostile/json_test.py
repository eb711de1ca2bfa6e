"""Odd contents under a good signature, one webhook each: what is handled, what is kept for an operator, what is counted. Every webhook is
answered 200, since the same bytes would come again for days otherwise.

    json_test.py PROGRAM
"""
import json
import sqlite3
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import wire
from service import Report, Service

NOW = int(time.time())


@dataclass
class Case:
    name: str
    body: bytes
    messages: list = field(default_factory=list)  # ids that are handled, without the name of the case
    counted: dict = field(default_factory=dict)  # sapa_…_total: by how much it grows, 0 for all others
    texts: list = field(default_factory=list)  # that must not be lost: they stand in the quarantine


COUNTERS = ("messages", "duplicates", "statuses", "foreign", "quarantined", "address_changes", "account_alerts", "not_committed")


def text(name, ident="1", **more):
    message = {"from": "62812000002", "id": f"{name}.{ident}", "timestamp": str(NOW), "type": "text", "text": {"body": "halo"}}
    return {**message, **more}


def value(messages=None, number="1000", **more):
    content = {"messaging_product": "whatsapp", "metadata": {"display_phone_number": "62812000000", "phone_number_id": number}, **more}
    return content if messages is None else {**content, "messages": messages}


def change(content, kind="messages"):
    return {"field": kind, "value": content}


def envelope(*entries):
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": list(changes)} for changes in entries]}


def dump(whole):
    return json.dumps(whole, separators=(",", ":")).encode()


def one(*messages, **more):
    return dump(envelope([change(value(list(messages), **more))]))


def status(name, state, **more):
    return {"id": f"{name}.out", "status": state, "timestamp": str(NOW), "recipient_id": "62812000002", **more}


def raw(name, old, new):
    """A message whose bytes are changed where JSON would not let us write them."""
    return one(text(name)).replace(old, new)


def structure():
    name = "entries"
    parts = [[change(value([text(name, f"{e}{c}")])) for c in range(3)] for e in range(2)]
    parts[1].append(change({**value(), "statuses": [status(name, "sent"), status(name, "read")]}))
    yield Case(name, dump(envelope(*parts)), ["00", "01", "02", "10", "11", "12"], {"messages": 6, "statuses": 2})
    name = "thousand"
    yield Case(name, one(*[text(name, f"{i:04}") for i in range(1_000)]), [f"{i:04}" for i in range(1_000)], {"messages": 1_000})
    name = "one-bad-among-ten"
    ten = [text(name, str(i)) for i in range(10)]
    ten[4]["timestamp"] = {"kemarin": []}
    ten[4]["from"] = None
    yield Case(name, one(*ten), [str(i) for i in range(10) if i != 4], {"messages": 9, "quarantined": 1}, ["kemarin"])
    for name, odd in {"messages-object": {"a": 1}, "messages-text": "halo", "messages-null": None, "messages-number": 5}.items():
        neighbour = change(value([text(name)]))
        yield Case(name, dump(envelope([change({**value(), "messages": odd}), neighbour])), ["1"], {"messages": 1, "quarantined": 1})


def syntax():
    for name, body in {
        "deep": b"[" * 100_000, "deep-objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "number-of-a-megabyte": b"9" * 1_000_000,
        "no-json": b"bukan json", "nothing": b"", "cut": one(text("cut"))[:-7],
    }.items():
        yield Case(name, body, [], {"quarantined": 1})
    for name, literal in {"lone-surrogate": b'"\\ud83d"', "raw-byte": b'"\xff\xc0"', "nul": b'"\\u0000"', "controls": b'"\x01\x1b[2J"'}.items():
        yield Case(name, raw(name, b'"halo"', literal), ["1"], {"messages": 1})
    yield Case("number-too-large", raw("number-too-large", b'"type"', b'"x":1e999,"y":-1e999,"type"'), ["1"], {"messages": 1})
    yield Case("mark", b"\xef\xbb\xbf" + one(text("mark")), ["1"], {"messages": 1})
    yield Case("key-twice", raw("key-twice", b'"id":', b'"id":"key-twice.0","id":'), ["1"], {"messages": 1})


def messages():
    for kind in ("reaction", "sticker", "order", "unsupported", "type_of_tomorrow"):
        name = "kind-" + kind
        message = text(name, type=kind)
        del message["text"]
        yield Case(name, one(message), ["1"], {"messages": 1})
    message = text("user-id", from_user_id="ID.1234567890")
    del message["from"]
    yield Case("user-id", one(message), ["1"], {"messages": 1})
    moved = {"type": "system", "system": {"body": "User changed", "type": "user_changed_number", "wa_id": "62812000003", "customer": "62812000002"}}
    yield Case("moved", one({"from": "62812000002", "id": "moved.1", "timestamp": str(NOW), **moved}), ["1"], {"address_changes": 1})
    yield Case("group", one(text("group", group_id="120363000000000000@g.us")), [], {})
    for name, stamp in {"milliseconds": str(NOW * 1_000), "negative": "-5", "year-2100": "4102444800"}.items():
        yield Case("time-" + name, one(text("time-" + name, timestamp=stamp)), ["1"], {"messages": 1})
    yield Case("other-number", one(text("other-number"), number="2000"), [], {"foreign": 1})
    yield Case("echo", dump(envelope([change({**value(), "message_echoes": [text("echo")]}, "smb_message_echoes")])), [], {})
    yield Case("id-sql", one(text("id-sql", "'); DROP TABLE inbox; --\"")), ["'); DROP TABLE inbox; --\""], {"messages": 1})
    yield Case("id-long", one(text("id-long", "x" * 500)), ["x" * 500], {"messages": 1})


def statuses():
    def case(name, *all_of, count=None):
        return Case(name, dump(envelope([change({**value(), "statuses": list(all_of)})])), [], {"statuses": len(all_of) if count is None else count})

    yield case("status-unknown", status("status-unknown", "delivered"))
    yield case("status-backwards", *[status("status-backwards", state) for state in ("read", "delivered", "sent", "sent", "failed")])
    yield case("status-foreign-callback", status("status-foreign-callback", "sent", biz_opaque_callback_data="9999999"))
    yield case("status-odd-callback", status("status-odd-callback", "sent", biz_opaque_callback_data="1; DROP TABLE outbox"))
    errors = [{"code": 130429, "title": "Rate limit hit", "message": "x"}]
    yield Case("errors", dump(envelope([change({**value(), "errors": errors})])), [], {"account_alerts": 1})
    banned = {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "2026"}}
    yield Case("banned", dump(envelope([change(banned, "account_update")])), [], {"account_alerts": 1})


def quarantine(service):
    uri = f"file:{Path(service.place.name).resolve()}/data/sapa.db?mode=ro"
    connection = sqlite3.connect(uri, uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT raw FROM quarantine ORDER BY id")]
    finally:
        connection.close()


def faults(service, case):
    before, kept = service.metrics(), len(quarantine(service))
    with wire.Client(service.address) as client:
        client.send(wire.post(case.body))
        answer = client.answer()
    after, rows = service.metrics(), quarantine(service)[kept:]
    grown = {name: after[f"sapa_{name}_total"] - before[f"sapa_{name}_total"] for name in COUNTERS}
    expected = {name: case.counted.get(name, 0) for name in COUNTERS}
    found = []
    if answer is None or answer.status != 200:
        found.append(f"{case.name}: answered {answer and answer.status}")
    if grown != expected:
        odd = {name: (grown[name], expected[name]) for name in COUNTERS if grown[name] != expected[name]}
        found.append(f"{case.name}: counted (and expected) {odd}")
    if service.messages(case.name + ".") != sorted(f"{case.name}.{ident}" for ident in case.messages):
        found.append(f"{case.name}: handled {service.messages(case.name + '.')[:20]}")
    if len(rows) != expected["quarantined"]:
        found.append(f"{case.name}: {len(rows)} rows in the quarantine")
    found += [f"{case.name}: {words} is lost" for words in case.texts if not any(words.encode() in bytes(row) for row in rows)]
    return found


def main():
    report = Report("odd contents")
    cases = [*structure(), *syntax(), *messages(), *statuses()]
    with Service(sys.argv[1]) as service:
        for case in cases:
            found = faults(service, case)
            report.check(not found, "; ".join(found))
        for case in cases:  # all of it once more: nothing is handled twice
            again = Case(case.name, case.body, case.messages, {**case.counted, "messages": 0, "address_changes": 0})
            again.counted["duplicates"] = len(case.messages)
            found = faults(service, again)
            report.check(not found, "again: " + "; ".join(found))
        report.check(faults(service, Case("control", one(text("control")), [], {})) != [], "a message too many goes unnoticed")
        report.check(faults(service, Case("control-2", one(), ["1"], {"messages": 1})) != [], "a message too few goes unnoticed")
        report.check("62812000002" not in "".join(service.log), "a citizen's number stands in the log")
    report.finish()


if __name__ == "__main__":
    main()

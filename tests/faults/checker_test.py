"""The checker itself: of each fault it finds the one that a hand-made history contains, and nothing in a sound one."""
import copy
import sys
import unittest

from checker import Left, check
from lib.payloads import NAME, NIK
from lib.privacy import leaks

ANNA, BUDI = "6281200000001", "6281200000002"


def sound():
    """Anna writes twice, Budi once; all are acknowledged and answered. Reply 3 was sent twice because its answer was lost."""
    entries = []

    def add(process, kind, op, **more):
        entries.append({"t": float(len(entries)), "process": process, "type": kind, "op": op, **more})

    def said(name, phone, effect):
        add("citizens", "invoke", "say", id=f"wamid.{name}", citizen=phone, mark=name, effect=effect)
        add("citizens", "invoke", "deliver", ids=[f"wamid.{name}"])
        add("citizens", "ok", "deliver", ids=[f"wamid.{name}"], status=200)

    said("m1", ANNA, "call")
    add("graph", "ok", "send", id="1", citizen=ANNA, taken=True, run="v1")
    said("m2", ANNA, "line")
    said("m3", ANNA, "line")
    said("m4", BUDI, "call")
    add("graph", "ok", "send", id="2", citizen=ANNA, taken=True, run="v1")
    add("graph", "info", "send", id="3", citizen=ANNA, taken=True, run="v1")
    add("graph", "ok", "send", id="4", citizen=BUDI, taken=True, run="v1")
    add("graph", "ok", "send", id="3", citizen=ANNA, taken=True, run="v1")
    left = Left(inbox={"wamid.m1": (ANNA, 10), "wamid.m2": (ANNA, 20), "wamid.m3": (ANNA, 30), "wamid.m4": (BUDI, 30)},
                lines={ANNA: ["m2", "m3"]}, calls={ANNA: 1, BUDI: 1},
                outbox={"1": (ANNA, 3, 10, "x1"), "2": (ANNA, 3, 20, "x2"), "3": (ANNA, 3, 30, "x3"), "4": (BUDI, 3, 30, "x4")})
    return entries, left


def forget_acknowledgement(entries, name):
    entries[:] = [entry for entry in entries if not (entry["op"] == "deliver" and entry["type"] == "ok" and entry["ids"] == [name])]


def sends(entries, name):
    return [entry for entry in entries if entry["op"] == "send" and entry["id"] == name]


class Checker(unittest.TestCase):
    def judged(self, harm):
        entries, left = copy.deepcopy(sound())
        harm(entries, left)
        return check(entries, left)

    def finds(self, harm, *classes):
        report = self.judged(harm)
        self.assertEqual(sorted(report.faults()), sorted(classes), report.details())
        self.assertFalse(report.good())

    def test_a_sound_history_is_good(self):
        report = self.judged(lambda entries, left: None)
        self.assertTrue(report.good(), report.details())
        self.assertEqual((len(report.ok), report.extra_sends, report.unknown_outcomes), (4, 1, 1))

    def test_acknowledged_and_missing(self):
        def harm(entries, left):
            del left.inbox["wamid.m3"]
            left.lines[ANNA].remove("m3")
        self.finds(harm, "lost")

    def test_acknowledged_and_without_effect(self):
        self.finds(lambda entries, left: left.lines[ANNA].remove("m3"), "lost")

    def test_an_effect_whose_message_is_not_remembered(self):
        def harm(entries, left):
            forget_acknowledgement(entries, "wamid.m2")
            del left.inbox["wamid.m2"]
        self.finds(harm, "torn")

    def test_two_effects(self):
        self.finds(lambda entries, left: left.lines[ANNA].append("m3"), "duplicated")
        self.finds(lambda entries, left: left.calls.update({BUDI: 2}), "duplicated")

    def test_nobody_wrote_it(self):
        self.finds(lambda entries, left: left.lines[ANNA].append("m9"), "unexpected")
        self.finds(lambda entries, left: left.inbox.update({"wamid.m9": (ANNA, 5)}), "unexpected")
        self.finds(lambda entries, left: left.outbox.pop("4") and left.inbox.pop("wamid.m4") and left.calls.pop(BUDI) and
                   forget_acknowledgement(entries, "wamid.m4"), "unexpected")

    def test_not_acknowledged_is_no_fault_either_way(self):
        report = self.judged(lambda entries, left: forget_acknowledgement(entries, "wamid.m3"))
        self.assertTrue(report.good())
        self.assertEqual(report.recovered, ["wamid.m3"])

        def harm(entries, left):
            forget_acknowledgement(entries, "wamid.m3")
            del left.inbox["wamid.m3"]
            left.lines[ANNA].remove("m3")
        self.assertEqual(self.judged(harm).absent, ["wamid.m3"])

    def test_effects_in_another_order_than_written(self):
        self.finds(lambda entries, left: left.lines[ANNA].reverse(), "misordered")

    def test_a_reply_that_overtook_another(self):
        def harm(entries, left):
            first, second = sends(entries, "1")[0], sends(entries, "2")[0]
            first["id"], second["id"] = "2", "1"
        self.finds(harm, "misordered")

    def test_a_reply_that_stays_in_the_queue(self):
        for state in (0, 1, 2):
            self.finds(lambda entries, left, state=state: left.outbox.update({"3": (ANNA, state, 30, None)}), "unanswered")

    def test_no_reply_at_all(self):
        def harm(entries, left):
            del left.outbox["4"]
            entries.remove(sends(entries, "4")[0])
        self.finds(harm, "unanswered")

    def test_parked_is_visible_and_no_fault(self):
        def harm(entries, left):
            left.outbox["4"] = (BUDI, 4, 30, None)
            entries.remove(sends(entries, "4")[0])
        report = self.judged(harm)
        self.assertTrue(report.good(), report.details())
        self.assertEqual(report.parked, 1)

    def test_counted_as_accepted_and_never_arrived(self):
        self.finds(lambda entries, left: entries.remove(sends(entries, "4")[0]), "never_arrived")

    def test_sent_twice_without_a_reason(self):
        self.finds(lambda entries, left: sends(entries, "3")[0].update({"type": "ok"}), "sent_again")

    def test_sent_twice_because_the_process_was_killed(self):
        def harm(entries, left):
            first, second = sends(entries, "3")
            first["type"], second["run"] = "ok", "v2"
        self.assertTrue(self.judged(harm).good())


class Privacy(unittest.TestCase):
    def test_what_a_citizen_is_or_says_is_found_in_a_log(self):
        line = "time=2026-11-22T11:49:53.987Z level=info event=ready admin=127.0.0.1:33033 citizen=17 outbox=6281 "
        self.assertEqual(leaks(line), [])
        for canary in (ANNA, "+" + BUDI, NIK, *NAME.split(), NAME.upper()):
            self.assertTrue(leaks(line + canary), canary)


if __name__ == "__main__":
    sys.exit(not unittest.main(verbosity=2, exit=False).result.wasSuccessful())

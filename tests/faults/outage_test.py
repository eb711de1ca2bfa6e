"""WhatsApp is out of reach for a while. People go on writing; afterwards everyone is answered once, in order, by no stale prompt."""
import collections
import unittest

from lib import graph, http, payloads, run
from lib.world import World


def say(world, name, n, text):
    """One message of one citizen, delivered for certain."""
    who, message = payloads.phone(n), f"wamid.{name}"
    connection = http.Connection()
    status = connection.post_webhook(world.service.port, payloads.messages([(message, who, text)]), world.secret)
    connection.close()
    assert status == 200, status
    return who


def got(world, who):
    return [text for to, _, text in world.graph.taken if to == who]


class Outage(unittest.TestCase):
    def test_out_of_reach_then_failing_then_back(self):
        with World(run.program) as world:
            world.graph.statuses = 0.5
            world.start()
            crowd = world.crowd(citizens=32)
            self.assertTrue(crowd.wait_acknowledged(100))
            world.graph.stop_listening()
            self.assertTrue(crowd.wait_acknowledged(300), "people must be heard all the same")
            world.graph.treat = lambda attempt: graph.ERROR
            world.graph.listen()
            self.assertTrue(crowd.wait_acknowledged(150))
            self.assertTrue(world.graph.wait_until(lambda g, before=world.graph.attempts: g.attempts > before))
            world.graph.well()
            crowd.end()
            report = world.finish()
            self.assertEqual((report.extra_sends, report.parked), (0, 0))

    def test_answers_get_lost_and_requests_are_refused(self):
        with World(run.program) as world:
            world.graph.statuses = 0.5
            world.graph.share(lose=0.05, cut=0.05, error=0.1, throttle=0.02)
            world.start()
            crowd = world.crowd(citizens=32)
            self.assertTrue(crowd.wait_acknowledged(250))
            crowd.end()
            world.graph.well()
            world.finish()

    # Five questions during an outage are answered by where the conversation stands now, not by five stale prompts.
    def test_only_the_last_prompt_of_each_citizen_is_sent(self):
        with World(run.program) as world:
            world.start()
            world.graph.stop_listening()
            texts = ["halo", "1", "0", "2", "menu"]
            for turn, text in enumerate(texts):
                for n in range(1, 9):
                    say(world, f"p{n}-{turn}", n, text)
            world.graph.listen()
            self.assertTrue(world.graph.wait_until(lambda g: len({to for to, _, _ in g.taken}) == 8))
            self.assertTrue(world.settle())
            self.assertEqual(world.service.stop()[0], 0)
            counts = collections.Counter(to for to, _, _ in world.graph.taken)
            # The first prompt may have been under way when the outage began; that one keeps its place.
            self.assertLessEqual(max(counts.values()), 2, counts)
            menu = collections.Counter(got(world, payloads.phone(n))[-1] for n in range(1, 9))
            self.assertEqual(len(menu), 1, menu)
            self.assertIn("Ketik angkanya", next(iter(menu)))
            self.assertEqual(self.each_awaited(world, texts), len(texts))

    # The control: the same five, each sent when the one before was answered, are five prompts.
    def each_awaited(self, world, texts):
        world.start()
        for turn, text in enumerate(texts):
            who = say(world, f"c{turn}", 9, text)
            self.assertTrue(world.graph.wait_until(lambda g, least=turn + 1: len(got(world, who)) >= least))
        return len(got(world, who))


if __name__ == "__main__":
    run.main()

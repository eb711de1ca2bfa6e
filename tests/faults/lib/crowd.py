"""Citizens who write to the office from several threads, and a WhatsApp that delivers again until it is told 200.

Each citizen first asks for an officer; from then on every message is one line of that talk, which bears a mark (`m00003x000017`). So the
effect of each message can be counted in the database, and each is answered with one prompt."""
import random
import threading

from lib import http, payloads

PAUSE = 0.02  # before the same thing is delivered again


class Crowd:
    def __init__(self, world, citizens=40, threads=4, first=1, seed=1, copies=0.05, batches=0.1):
        self._world = world
        self._seed = seed
        self._copies, self._batches = copies, batches
        self._lock = threading.Condition()
        self._stop = threading.Event()
        self._abandon = threading.Event()
        self._serial = 0
        self._again = []   # bodies that will be delivered once more
        self.acknowledged = 0
        self.refused = 0   # answers other than 200
        share = [list(range(first + k, first + citizens, threads)) for k in range(threads)]
        self._threads = [threading.Thread(target=self._write, args=(k, numbers), daemon=True) for k, numbers in enumerate(share)]
        self._threads.append(threading.Thread(target=self._deliver_copies, daemon=True))

    def start(self):
        for thread in self._threads:
            thread.start()
        return self

    def end(self):
        """Everybody ends with the message at hand, which is delivered until it is acknowledged."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def give_up(self):
        """Ends at once: what is not acknowledged stays so."""
        self._abandon.set()
        self.end()

    def wait_acknowledged(self, more, patience=60):
        with self._lock:
            goal = self.acknowledged + more
            return self._lock.wait_for(lambda: self.acknowledged >= goal, patience)

    def wait_refused(self, more=1, patience=60):
        with self._lock:
            goal = self.refused + more
            return self._lock.wait_for(lambda: self.refused >= goal, patience)

    def _write(self, number, citizens):
        chance = random.Random(f"{self._seed}/{number}")
        connection = http.Connection()
        process = f"citizens-{number}-{citizens[0]}"
        for chunk in (citizens[i:i + 5] for i in range(0, len(citizens), 5)):
            self._say(process, connection, [(n, "petugas", "call") for n in chunk], chance)
        while not self._stop.is_set():
            count = chance.randint(2, min(5, len(citizens))) if chance.random() < self._batches and len(citizens) > 1 else 1
            self._say(process, connection, [(n, None, "line") for n in chance.sample(citizens, count)], chance)
        connection.close()

    def _say(self, process, connection, said, chance):
        items = []
        for n, text, effect in said:
            with self._lock:
                self._serial += 1
                mark = f"m{n:05}x{self._serial:06}"  # of one length: none is the beginning of another
            items.append((f"wamid.{mark}", payloads.phone(n), text or f"catatan {mark} dari {payloads.NAME} NIK {payloads.NIK}"))
            self._world.history.add(process, "invoke", "say", id=f"wamid.{mark}", citizen=payloads.phone(n), mark=mark, effect=effect)
        body = payloads.messages(items)
        ids = [item[0] for item in items]
        if not self._deliver(process, connection, body, ids):
            return
        with self._lock:
            self.acknowledged += len(ids)
            if chance.random() < self._copies:
                self._again.append((body, ids))
            self._lock.notify_all()

    def _deliver(self, process, connection, body, ids):
        while not self._abandon.is_set():
            port = self._world.service.port
            status = self._once(process, connection, port, body, ids) if port else None
            if status == 200:
                return True
            if status:
                with self._lock:
                    self.refused += 1
                    self._lock.notify_all()
            self._abandon.wait(PAUSE)
        return False

    def _once(self, process, connection, port, body, ids):
        add = self._world.history.add
        add(process, "invoke", "deliver", ids=ids)
        try:
            status = connection.post_webhook(port, body, self._world.secret)
        except http.Refused:
            add(process, "fail", "deliver", ids=ids)
            return None
        except http.Cut:
            add(process, "info", "deliver", ids=ids)
            return None
        add(process, "ok" if status == 200 else "info", "deliver", ids=ids, status=status)
        return status

    def _deliver_copies(self):
        chance = random.Random(f"{self._seed}/copies")
        connection = http.Connection()
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._again or self._stop.is_set(), 1)
                if not self._again:
                    if self._stop.is_set():
                        return connection.close()
                    continue
                body, ids = self._again.pop(chance.randrange(len(self._again)))
            self._deliver("copies", connection, body, ids)

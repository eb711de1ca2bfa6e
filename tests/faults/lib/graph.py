"""A stand-in for the Graph API: takes messages, remembers each with its `biz_opaque_callback_data`, and fails when it is told to."""
import json
import queue
import random
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lib import http, payloads

# How one request to send is treated. Taken: the citizen gets the message.
ANSWER = "answer"    # taken and answered
LOSE = "lose"        # taken, and the answer never arrives
CUT = "cut"          # not taken, and no answer either
ERROR = "error"      # 500, not taken
THROTTLE = "throttle"  # error 130429, not taken


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address, graph):
        self.graph = graph
        self.open = set()
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """The other side was killed: that is what the tests are for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Silent."""

    def reply(self, status, body):
        data = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        self.wfile.write(head.encode() + data)

    def do_GET(self):
        self.reply(200, {"id": payloads.NUMBER_ID})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if body.get("status") == "read":
            return self.reply(200, {"success": True})
        graph = self.server.graph
        status, answer = graph.take(body, self.path.split("/")[1])
        graph.hesitate()
        try:
            if status == 0:
                self.close_connection = True
                self.connection.shutdown(socket.SHUT_RDWR)
            else:
                self.reply(status, answer)
        finally:
            graph.answered()


class Graph:
    def __init__(self, history, secret, seed=1):
        self._history = history
        self._secret = secret
        self._random = random.Random(seed)
        self._lock = threading.Condition()
        self._next = 0
        self._answering = 0       # requests that were read and not answered yet
        self._closing = False
        self._reports = queue.Queue()
        self.taken = []           # (recipient, opaque id, text), in order
        self.attempts = 0
        self.treat = lambda attempt: ANSWER  # called with the number of the attempt
        self.statuses = 0.0       # the share of messages whose delivery is reported
        self.service_port = lambda: None
        self.delay = None         # an event that sends wait for before they are taken
        self.slow = 0.0           # seconds that an answer may take after the message was taken
        self._server = None
        self.port = 0
        self.listen()
        self._reporter = threading.Thread(target=self._report, daemon=True)
        self._reporter.start()

    def share(self, **shares):
        """Treats so many of the attempts in these ways, for example share(lose=0.1, error=0.1); the rest is answered."""
        ways, weights = list(shares), list(shares.values())
        treat = lambda _: self._random.choices([*ways, ANSWER], [*weights, 1 - sum(weights)])[0]
        with self._lock:
            self.treat = treat

    def well(self):
        with self._lock:
            self.treat = lambda attempt: ANSWER

    def listen(self):
        self._closing = False
        self._server = _Server(("127.0.0.1", self.port), self)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop_listening(self):
        with self._lock:
            self._closing = True  # what comes from now on is not taken; what was taken is still answered
            self._lock.wait_for(lambda: self._answering == 0, 30)
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._server.open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self._reports.put(None)
        self._reporter.join()
        self.stop_listening()

    def wait_until(self, holds, patience=30):
        with self._lock:
            return self._lock.wait_for(lambda: holds(self), patience)

    def take(self, body, run):
        to, opaque, text = body["to"].lstrip("+"), body.get("biz_opaque_callback_data", ""), _text(body)
        if self.delay:
            self.delay.wait(30)
        with self._lock:
            self.attempts += 1
            self._answering += 1
            treatment = CUT if self._closing else self.treat(self.attempts)
            if treatment in (ANSWER, LOSE):
                answer = self._deliver(to, opaque, text, run, lost=treatment == LOSE)
            else:
                self._note("info" if treatment == CUT else "fail", opaque, to, run)
                answer = {CUT: (0, {}), ERROR: (500, _error(131000)), THROTTLE: (400, _error(130429))}[treatment]
            self._lock.notify_all()
        return answer

    def hesitate(self):
        if self.slow:
            threading.Event().wait(self._random.uniform(0, self.slow))

    def answered(self):
        with self._lock:
            self._answering -= 1
            self._lock.notify_all()

    def _note(self, kind, opaque, to, run, taken=False):
        self._history.add("graph", kind, "send", id=opaque, citizen=to, run=run, taken=taken)

    def _deliver(self, to, opaque, text, run, lost):
        self._next += 1
        name = f"wamid.OUT{self._next}"
        self.taken.append((to, opaque, text))
        self._note("info" if lost else "ok", opaque, to, run, taken=True)
        if self._random.random() < self.statuses:
            self._reports.put(payloads.statuses(name, to, opaque, ["sent", "delivered"]))
        return (0, {}) if lost else (200, {"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": name}]})

    # Reports of deliveries are posted like everything else: again until they are taken, unless the service is gone for good.
    def _report(self):
        connection, again = http.Connection(), threading.Event()
        while (body := self._reports.get()) is not None:
            for _ in range(200):
                port = self.service_port()
                try:
                    if port and connection.post_webhook(port, body, self._secret) == 200:
                        break
                except (http.Refused, http.Cut):
                    connection.close()
                again.wait(0.02)
        connection.close()

    def reported(self):
        return self._reports.empty()


def _text(body):
    if body["type"] == "text":
        return body["text"]["body"]
    return body.get(body["type"], {}).get("body", {}).get("text", "")


def _error(code):
    return {"error": {"message": f"(#{code}) scripted", "type": "OAuthException", "code": code, "fbtrace_id": "StandIn"}}

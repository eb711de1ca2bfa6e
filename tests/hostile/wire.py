"""What every hostile test shares: exact bytes over a socket, signatures, payloads, and the names of invented people."""
import hashlib
import hmac
import json
import socket
import time

SECRET = "rahasia-uji-lurah"
TOKEN = "sandi-uji"
PATIENCE = 20  # seconds; only ever the end of a wait that should have ended by itself


def mac(body, secret=SECRET):
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def signature(body, secret=SECRET):
    return b"X-Hub-Signature-256: sha256=" + mac(body, secret).encode() + b"\r\n"


def payload(message_id, text="halo", sender="62812000001"):
    """A text message of a citizen, as WhatsApp wraps it."""
    message = {"from": sender, "id": message_id, "timestamp": str(int(time.time())), "type": "text", "text": {"body": text}}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "62812000000", "phone_number_id": "1000"},
        "contacts": [{"profile": {"name": "Siti"}, "wa_id": sender}],
        "messages": [message],
    }
    whole = {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": value}]}]}
    return json.dumps(whole, separators=(",", ":")).encode()


def request(body, fields=b"", line=b"POST /webhook HTTP/1.1", host=b"Host: bot.contoh.go.id\r\n"):
    return line + b"\r\n" + host + fields + b"\r\n" + body


def post(body, more=b""):
    """A request as it should be."""
    return request(body, signature(body) + b"Content-Length: %d\r\n" % len(body) + more)


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


class Answer:
    def __init__(self, status, head, body):
        self.status, self.head, self.body = status, head, body


class Client:
    """Sends exactly the bytes it is told."""

    def __init__(self, address, wrap=None):
        self.socket = socket.create_connection(address, PATIENCE)
        if wrap:
            self.socket = wrap(self.socket)
        self.socket.settimeout(PATIENCE)
        self.received = b""
        self.ended = self.finished = False
        self.transcript = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        """False: the other side had enough."""
        try:
            self.socket.sendall(data)
            return True
        except OSError:
            return False

    def finish(self):
        """Nothing more will be sent."""
        self.finished = True
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.ended = not self.received

    def more(self):
        if self.ended:
            return False
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            data = b""
        self.received += data
        self.transcript += data
        self.ended = not data
        return not self.ended

    def answer(self):
        """The next answer; None: the connection ended first."""
        while b"\r\n\r\n" not in self.received:
            if not self.more():
                return None
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        length = 0
        for line in head.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        while len(self.received) < length and self.more():
            pass
        body, self.received = self.received[:length], self.received[length:]
        return Answer(int(head.split(b" ")[1]), head, body)

    def is_closed(self):
        """Waits for the end; what still comes is dropped."""
        while self.more():
            pass
        return True


def exchange(address, data, expected, wrap=None):
    """Sends everything and reads `expected` answers; then says that nothing more will come, and reads to the end whatever was unexpected.
    The statuses of all answers, whether the other side meant to close, and every byte."""
    with Client(address, wrap) as client:
        client.send(data)
        statuses, closes = [], False
        while not client.ended:
            if len(statuses) == expected:
                client.finish()
            answer = client.answer()
            if answer is None:
                break
            statuses.append(answer.status)
            closes = b"connection: close" in answer.head.lower()
        return statuses, closes or not client.finished, client.transcript

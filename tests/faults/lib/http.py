"""A small HTTP client that says exactly how far a request came: refused, answered, or cut off with an unknown outcome."""
import hashlib
import hmac
import socket


class Refused(Exception):
    """Nothing was sent."""


class Cut(Exception):
    """Something was sent and no answer came."""


def signature(body, secret):
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


class Connection:
    """One kept-alive connection to a port that may change. Not for several threads at once."""

    def __init__(self, patience=60):
        self._patience = patience
        self._socket = None
        self._port = None

    def close(self):
        if self._socket:
            self._socket.close()
        self._socket = None

    def _connect(self, port):
        if self._socket and self._port == port:
            return
        self.close()
        try:
            self._socket = socket.create_connection(("127.0.0.1", port), timeout=self._patience)
        except OSError as error:
            raise Refused(str(error)) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = port

    def exchange(self, port, method, path, headers=(), body=b""):
        """Returns (status, body)."""
        self._connect(port)
        head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}", *headers]
        try:
            self._socket.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            status, answer, stays = self._read()
        except OSError as error:
            self.close()
            raise Cut(str(error)) from error
        if not stays:
            self.close()
        return status, answer

    def _read(self):
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(fields.get("content-length", 0))
        while len(rest) < length:
            rest += self._more()
        return int(lines[0].split()[1]), rest[:length], fields.get("connection", "").lower() != "close"

    def _more(self):
        data = self._socket.recv(65536)
        if not data:
            raise ConnectionResetError("closed without an answer")
        return data

    def post_webhook(self, port, body, secret):
        headers = [f"X-Hub-Signature-256: {signature(body, secret)}", "Content-Type: application/json"]
        status, _ = self.exchange(port, "POST", "/webhook", headers, body)
        return status


def get(port, path, patience=20):
    """One question on a connection of its own: (status, text)."""
    connection = Connection(patience)
    try:
        status, body = connection.exchange(port, "GET", path, ["Connection: close"])
        return status, body.decode()
    finally:
        connection.close()

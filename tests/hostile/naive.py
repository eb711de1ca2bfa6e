"""A server as many were written: it takes the last Content-Length, knows only `chunked` by the sound of it, forgives bare line feeds, and
reads on after anything. What the checks must find fault with; they would be worth nothing if they did not."""
import re
import socket
import threading


class Naive:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = self.listener.getsockname()
        self.seen, self.ids, self.transcripts = 0, [], []
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()

    def requests(self):
        return self.seen

    def messages(self, prefix=""):
        return sorted(one for one in self.ids if one.startswith(prefix))

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.serve(connection)  # one after the other: a slow client keeps everybody waiting

    def serve(self, connection):
        connection.settimeout(0.1)
        data = b""
        with connection:
            try:
                while True:
                    head = re.match(rb"(?s)\s*(.*?)\r?\n\r?\n", data)
                    if not head:
                        more = connection.recv(65536)
                        if not more:
                            return
                        data += more
                        continue
                    length = [int(n) for n in re.findall(rb"(?im)^content-length:\s*(\d+)", head.group(1))]
                    rest = data[head.end():]
                    while length and len(rest) < length[-1]:
                        rest += connection.recv(65536)
                    body, data = rest[: length[-1]] if length else b"", rest[length[-1]:] if length else rest
                    self.take(connection, head.group(1), body)
            except OSError:
                return

    def take(self, connection, head, body):
        self.seen += 1
        self.ids += [one.decode() for one in re.findall(rb'"id":"([\w.-]+)","timestamp"', body)]
        signature = re.search(rb"sha256=\S*", head)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(signature.group(0)) if signature else 0))
        if signature:
            connection.sendall(signature.group(0))  # "invalid signature, expected …"

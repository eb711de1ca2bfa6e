"""As much HTTP/2 as a smuggler needs: fields go out letter for letter, whatever they contain. A proxy turns each such request into HTTP/1.1
for the service, and what it copies without looking could become a second one.
"""
import socket
import ssl
import struct
from dataclasses import dataclass, field

import wire
from wire import mac, payload, post

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, GOAWAY = 0, 1, 3, 4, 7
END_STREAM, END_HEADERS, ACK = 1, 4, 1
ANSWERED_200 = 0x88  # the first byte of a header block that begins with ":status: 200"
FRAME_MOST = 16_384


@dataclass
class Case:
    name: str
    fields: list  # after the four that name the request
    body: bytes = b""
    first: dict = field(default_factory=dict)  # instead of the usual :method, :scheme, :path, :authority
    rows: list = field(default_factory=list)


def frame(kind, flags, stream, data=b""):
    return struct.pack(">I", len(data))[1:] + struct.pack(">BBI", kind, flags, stream) + data


def number(value):
    """An integer of HPACK with a prefix of seven bits."""
    if value < 127:
        return bytes([value])
    out, value = b"\x7f", value - 127
    while value >= 128:
        out, value = out + bytes([value % 128 + 128]), value // 128
    return out + bytes([value])


def block(fields):
    """Every field literally, none remembered."""
    return b"".join(b"\x00" + number(len(name)) + name + number(len(value)) + value for name, value in fields)


def connect(proxy):
    context = ssl.create_default_context(cafile=proxy.place / "certificate.pem")
    context.set_alpn_protocols(["h2"])
    context.check_hostname = False
    plain = socket.create_connection(proxy.address, wire.PATIENCE)
    return context.wrap_socket(plain, server_hostname="bot.contoh.go.id")


def frames(connection):
    """What comes, frame by frame, until the other side ends."""
    data = b""
    while True:
        while len(data) >= 9:
            length = int.from_bytes(data[:3], "big")
            if len(data) < 9 + length:
                break
            yield data[3], data[4], int.from_bytes(data[5:9], "big") & 0x7FFFFFFF, data[9:9 + length]
            data = data[9 + length:]
        more = connection.recv(65536)
        if not more:
            return
        data += more


def send(proxy, case):
    """True: answered 200. Waits for the end of the one stream."""
    usual = {b":method": b"POST", b":scheme": b"https", b":path": b"/webhook", b":authority": b"bot.contoh.go.id", **case.first}
    out = PREFACE + frame(SETTINGS, 0, 0) + frame(HEADERS, END_HEADERS, 1, block([*usual.items(), *case.fields]))
    for at in range(0, len(case.body), FRAME_MOST):
        out += frame(DATA, 0, 1, case.body[at:at + FRAME_MOST])
    out += frame(DATA, END_STREAM, 1)
    try:
        with connect(proxy) as connection:
            connection.sendall(out)
            for kind, flags, stream, data in frames(connection):
                if kind == SETTINGS and not flags & ACK:
                    connection.sendall(frame(SETTINGS, ACK, 0))
                if kind == HEADERS and stream == 1:
                    return data[0] == ANSWERED_200
                if kind in (RST_STREAM, GOAWAY):
                    return False
    except OSError:
        pass
    return False


def all_cases():
    def signed(name, more=(), body=None, **others):
        body = payload(name) if body is None else body
        return Case(name, [(b"x-hub-signature-256", b"sha256=" + mac(body).encode()), *more], body, **others)

    def hidden(name):
        return b"0\r\n\r\n" + post(payload(name + ".smuggled"))

    def odd(name, *fields, **others):
        return signed(name, fields, hidden(name), **others)

    for name, length in {"h2-length": True, "h2-no-length": False}.items():
        body = payload(name)
        yield signed(name, [(b"content-length", b"%d" % len(body))] if length else [], body, rows=[name])
    yield odd("h2-chunked", (b"transfer-encoding", b"chunked"))
    yield odd("h2-chunked-and-length", (b"transfer-encoding", b"chunked"), (b"content-length", b"5"))
    yield odd("h2-chunked-hidden", (b"x", b"y\r\ntransfer-encoding: chunked"))
    yield odd("h2-chunked-in-name", (b"x: y\r\ntransfer-encoding", b"chunked"))
    yield odd("h2-chunked-lf", (b"x", b"y\ntransfer-encoding: chunked"))
    yield odd("h2-chunked-nul", (b"x", b"y\0transfer-encoding: chunked"))
    yield odd("h2-name-colon", (b"transfer-encoding: chunked, x", b"y"))
    yield odd("h2-name-capital", (b"Transfer-Encoding", b"chunked"))
    yield odd("h2-name-blank", (b"transfer-encoding ", b"chunked"))
    yield odd("h2-length-0", (b"content-length", b"0"))
    yield odd("h2-length-short", (b"content-length", b"5"))
    yield odd("h2-length-long", (b"content-length", b"99999"))
    yield odd("h2-two-lengths", (b"content-length", b"0"), (b"content-length", b"5"))
    yield odd("h2-length-plus", (b"content-length", b"+5"))
    yield odd("h2-connection", (b"connection", b"content-length"))
    yield odd("h2-path-lines", first={b":path": b"/webhook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX: y"})
    yield odd("h2-path-blank", first={b":path": b"/webhook HTTP/1.1 x"})
    yield odd("h2-method-lines", first={b":method": b"POST /webhook HTTP/1.1\r\nTransfer-Encoding: chunked\r\nX: "})
    yield odd("h2-authority-lines", first={b":authority": b"a\r\nTransfer-Encoding: chunked"})
    yield odd("h2-two-hosts", (b"host", b"lain.contoh.id"))
    yield odd("h2-scheme-lines", first={b":scheme": b"https\r\nTransfer-Encoding: chunked"})

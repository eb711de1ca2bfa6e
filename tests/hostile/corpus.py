"""Every odd request that we know of: its bytes, and what must come of it.

A case ends in a request of its own, correctly signed: the smuggled one. `statuses` are all answers that come, in order; `closes`: the
connection ends without anything more being read; `rows`: ids of messages in the database; `requests`: how many requests got past the
parser. Ids of messages begin with the name of the case, so that nothing of one case is taken for another's.
"""
from dataclasses import dataclass, field

from wire import TOKEN, chunk, mac, payload, post, request, signature

BODY_MOST = 4 << 20


@dataclass
class Case:
    name: str
    data: bytes
    statuses: list
    closes: bool = True
    rows: list = field(default_factory=list)
    requests: int = 0
    behind_a_proxy: bool = True  # False: the proxy answers for itself, or the bytes are too many to be worth a second time


def smuggled(name):
    return post(payload(name + ".smuggled"))


def odd(name, fields, statuses=(400,), body=b"", requests=0, **more):
    """A POST whose header says strange things, with a second request behind it."""
    return Case(name, request(body, signature(b"") + fields) + smuggled(name), list(statuses), requests=requests, **more)


def framed(name, fields):
    """As `odd`, but the signature fits the body: only the framing is wrong."""
    body = payload(name)
    return Case(name, request(body, signature(body) + fields.replace(b"N", b"%d" % len(body))) + smuggled(name), [400])


def good(name, body=None, more=b""):
    body = body if body is not None else payload(name)
    return Case(name, post(body, more), [200], False, [name], 1)


def lengths():
    chunked = b"Transfer-Encoding: chunked\r\n"
    yield framed("length-and-chunks", b"Content-Length: N\r\n" + chunked)
    yield odd("chunks-and-length", chunked + b"Content-Length: 5\r\n", body=b"0\r\n\r\n")
    yield framed("two-lengths", b"Content-Length: N\r\nContent-Length: 0\r\n")
    yield framed("same-length-twice", b"Content-Length: N\r\nContent-Length: N\r\n")
    yield framed("length-list", b"Content-Length: N, N\r\n")
    yield framed("length-plus", b"Content-Length: +N\r\n")
    yield framed("length-minus", b"Content-Length: -N\r\n")
    yield framed("length-hex", b"Content-Length: 0xN\r\n")
    yield framed("length-blank", b"Content-Length: N N\r\n")
    yield framed("length-empty", b"Content-Length:\r\n")
    yield framed("length-huge", b"Content-Length: 99999999999999999999999\r\n")
    yield framed("length-wraps", b"Content-Length: 18446744073709551616\r\n")
    yield odd("no-length", b"", [411])
    yield Case("get-with-body", request(b"x" * 5, b"Content-Length: 5\r\n", b"GET /webhook HTTP/1.1") + smuggled("get-with-body"), [400])


def codings():
    for name, value in {
        "coding-xchunked": b"xchunked",
        "coding-identity-last": b"chunked, identity",
        "coding-gzip-chunked": b"gzip, chunked",
        "coding-gzip": b"gzip",
        "coding-identity": b"identity",
        "coding-empty": b"",
        "coding-twice-in-one": b"chunked, chunked",
        "coding-quoted": b'"chunked"',
        "coding-tab": b"\x0bchunked",
        "coding-semicolon": b"chunked;q=1",
    }.items():
        yield odd(name, b"Transfer-Encoding: " + value + b"\r\n", body=b"0\r\n\r\n")
    yield odd("coding-twice", b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", body=b"0\r\n\r\n")
    yield odd("coding-hidden-by-fold", b"Transfer-Encoding:\r\n chunked\r\n", body=b"0\r\n\r\n")
    yield odd("coding-and-fold", b"Transfer-Encoding: chunked\r\n \r\n", body=b"0\r\n\r\n")
    body = b"0\r\n\r\n"
    old = request(body, signature(b"") + b"Transfer-Encoding: chunked\r\n", b"POST /webhook HTTP/1.0")
    yield Case("coding-in-1.0", old + smuggled("coding-in-1.0"), [400])


def chunks():
    def case(name, body, statuses=(400,)):
        whole = payload(name)
        data = request(body.replace(b"BODY", whole).replace(b"SIZE", b"%x" % len(whole)), signature(whole) + b"Transfer-Encoding: chunked\r\n")
        return Case(name, data + smuggled(name), list(statuses), requests=1)

    name = "chunk-fine"
    body = payload(name)
    parts = chunk(body[:7]) + chunk(body[7:]) + b"0\r\n\r\n"
    yield Case(name, request(parts, signature(body) + b"Transfer-Encoding: chunked\r\n"), [200], False, [name], 1)
    yield case("chunk-extension", b"SIZE;a=b\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-extension-20k", b"SIZE;" + b"a" * 20_000 + b"\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-extension-last", b"SIZE\r\nBODY\r\n0;a\r\n\r\n")
    yield case("chunk-overflow", b"ffffffffffffffffff\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-wraps", b"100000000000000SIZE\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-minus", b"-SIZE\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-hex-prefix", b"0xSIZE\r\nBODY\r\n0\r\n\r\n")
    yield case("chunk-bare-lf", b"SIZE\nBODY\n0\n\n\r\n\r\n")
    yield case("chunk-no-end", b"SIZE\r\nBODY0\r\n\r\n\r\n")
    yield case("chunk-blank", b" SIZE\r\nBODY\r\n0\r\n\r\n")
    yield case("trailer", b"SIZE\r\nBODY\r\n0\r\nX-A: b\r\n\r\n")
    yield case("trailer-signature", b"SIZE\r\nBODY\r\n0\r\nX-Hub-Signature-256: sha256=00\r\n\r\n")


def headers():
    length = b"Content-Length: 0\r\n"
    yield Case("no-host", request(b"", signature(b"") + length, host=b"") + smuggled("no-host"), [400])
    yield odd("two-hosts", b"Host: lain.contoh.id\r\n" + length)
    yield odd("nul-in-value", b"X-A: a\0b\r\n" + length)
    yield odd("cr-in-value", b"X-A: a\rb\r\n" + length)
    yield odd("cr-hides-coding", b"X-A: a\rTransfer-Encoding: chunked\r\n" + length)
    yield odd("lf-hides-coding", b"X-A: a\nTransfer-Encoding: chunked\r\n" + length)
    yield odd("control-in-name", b"X\x01A: b\r\n" + length)
    yield odd("blank-before-colon", b"Content-Length : 5\r\n")
    yield odd("tab-before-colon", b"Transfer-Encoding\t: chunked\r\n" + length)
    yield odd("no-name", b": a\r\n" + length)
    yield odd("no-colon", b"Transfer-Encoding chunked\r\n" + length)
    yield odd("fields-65", b"".join(b"A%d: b\r\n" % i for i in range(64)) + length, [431])
    yield odd("fields-1500", b"A: b\r\n" * 1_400 + length, [431])
    yield odd("header-9000", b"A: " + b"x" * 9_000 + b"\r\n" + length, [431])
    yield odd("header-many-long", (b"A: " + b"x" * 500 + b"\r\n") * 20 + length, [431])
    yield odd("folded", b"X-A: a\r\n b\r\n" + length)
    no_end = request(b"", signature(b"") + length).replace(b"\r\n", b"\n")
    yield Case("bare-lf", no_end + smuggled("bare-lf"), [400])
    yield Case("crlf-first", b"\r\n\r\n" + smuggled("crlf-first"), [400])


def lines():
    def case(name, line, statuses, requests=0, host=b"Host: a\r\n"):
        return Case(name, request(b"", b"Content-Length: 0\r\n", line, host) + smuggled(name), statuses, requests=requests)

    for method in ("PUT", "DELETE", "TRACE", "HEAD", "OPTIONS", "PATCH", "BREW", "post", "PROPFIND"):
        yield case("method-" + method, method.encode() + b" /webhook HTTP/1.1", [405], 1)
    yield case("method-connect", b"CONNECT a:1 HTTP/1.1", [400])
    for name, path in {
        "root": b"/", "doubled": b"//webhook", "dots": b"/webhook/..", "up": b"/x/../webhook", "percent": b"/%77ebhook", "slash": b"/webhook/",
        "capital": b"/Webhook", "longer": b"/webhookx", "health": b"/health", "metrics": b"/metrics", "in-query": b"/?/webhook",
        "backslash": b"/\\webhook", "semicolon": b"/webhook;a", "nul-escaped": b"/webhook%00",
    }.items():
        yield case("path-" + name, b"POST " + path + b" HTTP/1.1", [404], 1)
    yield case("target-absolute", b"POST http://a/webhook HTTP/1.1", [400])
    yield case("target-star", b"POST * HTTP/1.1", [400])
    yield case("target-bare", b"POST webhook HTTP/1.1", [400])
    yield case("target-utf8", b"POST /webhook\xc3\xa9 HTTP/1.1", [400])
    yield case("target-nul", b"POST /web\0hook HTTP/1.1", [400])
    yield case("target-long", b"POST /" + b"x" * 1_100 + b" HTTP/1.1", [414])
    yield case("version-1.2", b"POST /webhook HTTP/1.2", [400])
    yield case("version-2.0", b"POST /webhook HTTP/2.0", [400])
    yield case("version-11", b"POST /webhook HTTP/11", [400])
    yield case("version-lower", b"POST /webhook http/1.1", [400])
    yield case("two-blanks", b"POST  /webhook HTTP/1.1", [400])
    yield case("tab-blank", b"POST\t/webhook HTTP/1.1", [400])
    yield Case("http-0.9", b"GET /webhook\r\n\r\n" + smuggled("http-0.9"), [400])
    yield Case("http-2-preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + smuggled("http-2-preface"), [400])
    hello = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 512
    yield Case("tls-hello", hello + smuggled("tls-hello"), [400])
    name = "http-1.0"
    body = payload(name)
    old = request(body, signature(body) + b"Content-Length: %d\r\n" % len(body), b"POST /webhook HTTP/1.0", b"")
    yield Case(name, old + smuggled(name), [200], True, [name], 1)


def signatures():
    def case(name, fields, status, body=None, requests=1):
        body = body if body is not None else payload(name)
        return Case(name, request(body, fields + b"Content-Length: %d\r\n" % len(body)), [status], status != 403, requests=requests)

    yield good("signed")
    yield case("unsigned", b"", 401)
    yield case("signed-sha1", b"X-Hub-Signature: sha1=0123456789012345678901234567890123456789\r\n", 401)
    yield case("signed-empty", b"X-Hub-Signature-256:\r\n", 401)
    yield case("signed-wrong", signature(b"other"), 403)
    yield case("signed-short", b"X-Hub-Signature-256: sha256=12\r\n", 403)
    yield case("signed-other-secret", signature(payload("signed-other-secret"), "salah"), 403)
    body = payload("signed-twice")
    yield case("signed-twice", signature(body) + signature(b"other"), 400, body)
    yield case("signed-twice-same", signature(body) + signature(body), 400, body)
    name = "signed-upper-case"
    body = payload(name)
    upper = b"X-Hub-Signature-256: sha256=" + mac(body).upper().encode() + b"\r\nContent-Length: %d\r\n" % len(body)
    yield Case(name, request(body, upper), [200], False, [name], 1)
    body = payload("re-encoded")
    spaced = body.replace(b":", b": ", 1)
    yield case("re-encoded", signature(body), 403, spaced)
    yield Case("other-type", post(payload("other-type"), b"Content-Type: text/plain\r\n"), [200], False, ["other-type"], 1)
    yield good("forwarded-for", more=b"X-Forwarded-For: 203.0.113.77\r\nForwarded: for=203.0.113.77\r\n")
    yield Case("gzip", post(payload("gzip"), b"Content-Encoding: gzip\r\n"), [415], requests=1)
    yield Case("expect-tea", post(payload("expect-tea"), b"Expect: tea\r\n"), [417], requests=0, behind_a_proxy=False)


def handshakes():
    def case(name, query, status):
        return Case(name, request(b"", b"", b"GET /webhook?" + query + b" HTTP/1.1"), [status], False, requests=1)

    right = b"hub.mode=subscribe&hub.verify_token=" + TOKEN.encode() + b"&hub.challenge="
    yield case("handshake", right + b"1158201444", 200)
    yield case("handshake-wrong-token", right.replace(TOKEN.encode(), b"salah") + b"1", 403)
    yield case("handshake-no-token", b"hub.mode=subscribe&hub.challenge=1", 403)
    yield case("handshake-html", right + b"%3Cscript%3E", 400)
    yield case("handshake-crlf", right + b"a%0d%0aX-A:%20b", 400)
    yield case("handshake-600", right + b"x" * 600, 400)
    yield case("handshake-broken-escape", right + b"%zz", 400)
    yield case("handshake-token-twice", right + b"1&hub.verify_token=x", 400)


def sizes():
    name = "three-megabytes"
    large = b" " * 3_000_000 + payload(name)
    yield Case(name, post(large), [200], False, [name], 1)
    name = "too-large"
    yield Case(name, request(b"", signature(b"") + b"Content-Length: %d\r\n" % (BODY_MOST + 1)) + smuggled(name), [413])
    name = "too-large-chunked"
    data = chunk(b"x" * (1 << 20)) * 4 + chunk(b"xx")
    yield Case(name, request(data, signature(b"") + b"Transfer-Encoding: chunked\r\n") + smuggled(name), [413], requests=1, behind_a_proxy=False)


def several():
    name = "pipelined"
    yield Case(name, post(payload(name + ".1")) + post(payload(name + ".2")), [200, 200], False, [name + ".1", name + ".2"], 2)
    name = "cut-off"
    yield Case(name, post(payload(name))[:-1], [], False, requests=1)
    name = "continue"
    body = payload(name)
    head = request(b"", signature(body) + b"Content-Length: %d\r\nExpect: 100-continue\r\n" % len(body))
    yield Case(name, head + body, [200], False, [name], 1)


def all_cases():
    cases = []
    for group in (lengths, codings, chunks, headers, lines, signatures, handshakes, sizes, several):
        cases.extend(group())
    assert len({case.name for case in cases}) == len(cases), "names differ"
    return cases

"""What is wrong with how somebody took a case; and whether a secret can be read anywhere."""
import wire


def faults(target, case):
    """Sends the case to `target` (address, requests(), messages(prefix)) and compares. Returns sentences, none when all is well."""
    found = []
    before = target.requests()
    statuses, closed, transcript = wire.exchange(target.address, case.data, len(case.statuses))
    target.transcripts.append(transcript)
    seen = target.requests() - before
    rows = target.messages(case.name)
    if statuses != case.statuses:
        found.append(f"{case.name}: answered {statuses}, expected {case.statuses}")
    if closed != case.closes:
        found.append(f"{case.name}: the connection was " + ("closed" if closed else "kept"))
    if seen != case.requests:
        found.append(f"{case.name}: {seen} requests were read, expected {case.requests}")
    if rows != case.rows:
        found.append(f"{case.name}: messages {rows}, expected {case.rows}")
    return found


def bodies_with_text(case, transcript):
    """Answers say nothing, but for the handshake that succeeds."""
    if case.name == "handshake":
        return []
    answers = transcript.split(b"\r\n\r\n")[1:]
    return [f"{case.name}: an answer has a body" for rest in answers if rest and not rest.startswith(b"HTTP/1.1 ")]


def leaks(text, secrets):
    """Which of the secrets stand in the text. Signatures are found whole and in halves, whatever the case of their letters."""
    lower = text.lower()
    return [name for name, secret in secrets.items() if secret.lower() in lower or (len(secret) == 64 and secret[:32].lower() in lower)]


def secrets_of(cases):
    """The app secret, the token, and the right signature of everything that is sent: what a forger would like to hear."""
    found = {"app secret": wire.SECRET, "verify token": wire.TOKEN, "signature of nothing": wire.mac(b"")}
    for case in cases:
        body = case.data.split(b"\r\n\r\n", 1)[-1]
        found[f"signature of {case.name}"] = wire.mac(body)
        for line in case.data.split(b"\r\n"):
            if line.lower().startswith(b"x-hub-signature-256: sha256=") and len(line) == 92:
                found[f"signature in {case.name}"] = line[-64:].decode().lower()
    return found

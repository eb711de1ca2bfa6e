"""Nothing that a citizen is or says may stand in a log or on a command line."""
import re

from lib import payloads

CANARIES = re.compile("|".join([*payloads.NAME.split(), payloads.NIK, r"62812000\d{5}", r"812000\d{5}"]), re.IGNORECASE)


def leaks(text):
    return sorted({match.group(0) for match in CANARIES.finditer(text)})

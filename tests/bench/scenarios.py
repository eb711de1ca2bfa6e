"""What is played, and against what."""
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECRET = "benchmark"  # as in load/payload.hpp


@dataclass
class Scenario:
    title: str
    options: dict = field(default_factory=dict)
    timed: bool = True  # takes --seconds


TALK = {"scenario": "talk", "script": HERE / "script.txt"}

SCENARIOS = {
    "chain": Scenario("64 citizens talk as fast as they are answered", {**TALK, "citizens": 64}),
    "pauses": Scenario("256 citizens who take 10 ms to write the next line", {**TALK, "citizens": 256, "pause": 10}),
    "latency": Scenario("50 messages a second", {**TALK, "scenario": "rate", "rate": 50, "citizens": 2000, "connections": 64}),
    "busy": Scenario("messages at 80 % of what the slower one answered in `chain`", {**TALK, "scenario": "rate", "citizens": 20_000, "connections": 256}),
    "statuses": Scenario("the same as the first, with three status webhooks for each reply", {**TALK, "citizens": 64, "statuses": 1}),
    "trouble": Scenario("5 % of webhooks come twice, 2 % of replies meet an error", {**TALK, "citizens": 64, "copies": 5, "graph-errors": 2}),
    "slow": Scenario("the Graph API takes 150 ms; 1,024 citizens", {**TALK, "citizens": 1024, "graph-latency": 150}),
    "thousand": Scenario("1,000 citizens greet in the same instant", {**TALK, "scenario": "together", "citizens": 1000, "waves": 3}, timed=False),
    "burst": Scenario("8 photographs and 5 lines from one citizen at once", {"scenario": "burst", "script": HERE / "burst.txt", "citizens": 3}, timed=False),
}

# Names on the command line → scenarios that are run. A status webhook is what `statuses` costs more than `chain`.
# The rate of `busy` comes from `chain`.
BUSY_SHARE = 0.8
GROUPS = {**{name: [name] for name in SCENARIOS}, "statuses": ["chain", "statuses"], "busy": ["chain", "busy"], "full": list(SCENARIOS)}

# Pacing is WhatsApp's rule for one number; here it would be all that is measured.
PACING_LIFTED = {
    "SAPA_WHATSAPP_MESSAGES_PER_SECOND": "1000000",
    "SAPA_WHATSAPP_PAIR_BURST": "1000000",
    "SAPA_WHATSAPP_PAIR_SECONDS": "0",
    "SAPA_WHATSAPP_MAX_IN_FLIGHT": "1024",
}


def program(build, data):
    settings = {
        **PACING_LIFTED,
        "SAPA_SERVER_LISTEN": "127.0.0.1:0",
        "SAPA_SERVER_ADMIN": "127.0.0.1:0",
        "SAPA_WHATSAPP_GRAPH_URL": "http://{graph}",
        "SAPA_WHATSAPP_ACCESS_TOKEN": SECRET,
        "SAPA_WHATSAPP_APP_SECRET": SECRET,
        "SAPA_WHATSAPP_VERIFY_TOKEN": SECRET,
        "SAPA_STORAGE_PATH": str(data),
        "SAPA_LOG_LEVEL": "warn",
    }
    return ["env", *(f"{name}={value}" for name, value in settings.items()), str(build / "bot/sapa"), "serve"]


def bare_chain(build, data, fault=""):
    return [str(build / "tests/bench/bare_chain"), str(data), "{graph}", SECRET, *([fault] if fault else [])]


SERVERS = {"Sapa": program, "bare chain": bare_chain}

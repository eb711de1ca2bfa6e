"""Medians, ratios, verdicts, and tables of them, for a terminal or as Markdown."""
from statistics import median

from limits import AGAINST_BARE_CHAIN, BIG_AGAINST_EMPTY, NEVER
from runs import counts
from scenarios import SCENARIOS

# (measure, heading, format)
COLUMNS = [
    ("messages_per_second", "msg/s", "{:,.0f}"),
    ("cpu_s_per_1000", "CPU s / 1,000", "{:.3f}"),
    ("reply_p50_ms", "reply p50 ms", "{:.2f}"),
    ("reply_p90_ms", "p90", "{:.2f}"),
    ("reply_p99_ms", "p99", "{:.2f}"),
    ("reply_max_ms", "max", "{:.1f}"),
    ("ack_p50_ms", "ack p50 ms", "{:.2f}"),
    ("ack_p99_ms", "p99", "{:.2f}"),
    ("rss_load_mib", "MiB", "{:.0f}"),
    ("start_ms", "start ms", "{:.0f}"),
    ("generator_cores", "generator", "{:.2f}"),
]


def used_rounds(rounds):
    """Those that count; when there are none, all."""
    quiet = [pair for pair in rounds if all(counts(result) for result in pair.values())]
    return quiet or rounds, bool(quiet)


def middle(rounds, server, measure):
    return median(pair[server][measure] for pair in used_rounds(rounds)[0])


def ratio(rounds, measure, one="Sapa", other="bare chain"):
    """Median of the ratios within a round: what disturbs a round disturbs both."""
    ratios = [pair[one][measure] / pair[other][measure] for pair in used_rounds(rounds)[0] if pair[other][measure] > 0]
    return median(ratios) if ratios else None


def errors(rounds, server):
    return "/".join(str(sum(pair[server][name] for pair in rounds)) for name in NEVER)


def server_row(title, rounds, server):
    cells = [shape.format(middle(rounds, server, measure)) for measure, _, shape in COLUMNS]
    return [title, server, *cells, errors(rounds, server)]


def ratio_row(rounds, one, other):
    ratios = [ratio(rounds, measure, one, other) for measure, _, _ in COLUMNS]
    mark = "" if used_rounds(rounds)[1] else " (!)"
    return ["", f"ratio{mark}", *("" if value is None else f"{value:.2f} ×" for value in ratios), ""]


def comparison(results, one="Sapa", other="bare chain"):
    head = ["scenario", "server", *(heading for _, heading, _ in COLUMNS), "wrong/lost/extra"]
    rows = []
    for name, rounds in results.items():
        rows += [server_row(name, rounds, one), server_row("", rounds, other), ratio_row(rounds, one, other)]
    return head, rows


def legend(results):
    lines = [f"{name}: {SCENARIOS[name].title}" for name in results if name in SCENARIOS]
    for name, rounds in results.items():
        quiet = sum(all(counts(result) for result in pair.values()) for pair in rounds)
        if quiet < len(rounds):
            lines.append(f"!! {name}: {quiet} of {len(rounds)} rounds were quiet" + ("; only those count" if quiet else "; (!) shows what was measured all the same"))
    lines += extras(results)
    return lines


def status_cost(results, server):
    """Microseconds of processor for one status webhook: what they add to a message, shared out."""
    more = middle(results["statuses"], server, "cpu_s_per_1000") - middle(results["chain"], server, "cpu_s_per_1000")
    return more * 1000 / max(middle(results["statuses"], server, "statuses_per_message"), 0.001)


def extras(results):
    lines = []
    if "statuses" in results and "chain" in results:
        lines.append(f"a status webhook: Sapa {status_cost(results, 'Sapa'):.1f} µs, bare chain {status_cost(results, 'bare chain'):.1f} µs of processor")
    for name in ("chain", "pauses"):
        if name in results:
            per_message = middle(results[name], "Sapa", "read_receipts") / middle(results[name], "Sapa", "sent")
            lines.append(f"{name}: {per_message * 100:.0f} % of messages got a read receipt from Sapa, because their reply had to wait")
    if "burst" in results:
        each = {server: middle(results["burst"], server, "replies_per_burst") for server in ("Sapa", "bare chain")}
        lines.append(f"a burst of 13: Sapa replies {each['Sapa']:.1f} times, the bare chain {each['bare chain']:.1f} times")
    return lines


def micro_table(benchmarks):
    rows = []
    for one in benchmarks:
        if one.get("aggregate_name", "median") != "median" or (one["run_type"] == "iteration" and one.get("repetitions", 1) > 1):
            continue
        name = one["run_name"].replace("/real_time", "")
        measure = "real_time" if "real_time" in one["run_name"] else "cpu_time"
        per_second = f"{one['items_per_second']:,.0f}" if "items_per_second" in one else ""
        rows.append([name, f"{one[measure] / 1000:,.2f}", per_second])
    return ["what", "µs", "messages/s"], rows


def broken_limits(results, limits=None):
    """(sentences about what is beyond its limit, whether every limit could be judged)"""
    broken, judged = [], True
    for name, rounds in results.items():
        found = {what: sum(result[what] for pair in rounds for server, result in pair.items() if server != "bare chain") for what in NEVER}
        broken += [f"{name}: {count} {what}" for what, count in found.items() if count]
        one, other = ("full", "empty") if name == "big" else ("Sapa", "bare chain")
        asked = BIG_AGAINST_EMPTY if name == "big" else (limits or AGAINST_BARE_CHAIN).get(name, [])
        if asked and not used_rounds(rounds)[1]:
            judged = False
            continue
        for measure, limit, side in asked:
            value = ratio(rounds, measure, one, other)
            if value is None or (value > limit if side == "most" else value < limit):
                broken.append(f"{name}: {measure} is {value if value is None else round(value, 3)} × {other}, at {side} {limit} allowed")
    return broken, judged


def as_text(head, rows):
    widths = [max(len(str(row[column])) for row in [head, *rows]) for column in range(len(head))]
    words = 2 if len(head) > 3 else 1  # the columns of words are on the left

    def line(row):
        return "  ".join(f"{cell:<{width}}" if column < words else f"{cell:>{width}}" for column, (cell, width) in enumerate(zip(row, widths)))

    return "\n".join([line(head), "  ".join("-" * width for width in widths), *map(line, rows)])


def as_markdown(head, rows):
    words = 2 if len(head) > 3 else 1
    rule = ["---" if column < words else "---:" for column in range(len(head))]
    bold = [[f"**{cell}**" if cell and row[1].startswith("ratio") else cell for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *bold])

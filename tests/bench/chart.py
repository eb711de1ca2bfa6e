"""The comparison as one SVG: four panels of bars, each panel on its own scale, for light and dark pages."""
from html import escape

from tables import middle

SERVERS = (("Sapa", "sapa"), ("bare chain", "bare"))
LOADS = ("chain", "statuses", "trouble", "slow")

# title, remark, bars: (label, scenario, measure), format
PANELS = [
    ("Processor for 1,000 messages", "seconds; shorter is better", [(name, name, "cpu_s_per_1000") for name in LOADS], "{:.3f}"),
    ("Messages a second on one core", "longer is better", [(name, name, "messages_per_second") for name in LOADS], "{:,.0f}"),
    ("Reply at 50 messages a second", "milliseconds; shorter is better", [(p, "latency", f"reply_{p}_ms") for p in ("p50", "p90", "p99")], "{:.2f}"),
    ("1,000 greetings in one instant", "milliseconds; shorter is better", [(p, "thousand", f"reply_{p}_ms") for p in ("p50", "p99", "max")], "{:.0f}"),
]

STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #334155 }
  .title { font-size: 15px; font-weight: 600; fill: #0f172a }
  .remark { font-size: 12px; fill: #64748b }
  .value { font-size: 12px; font-variant-numeric: tabular-nums }
  .sapa { fill: #0d9488 } .bare { fill: #cbd5e1 } .axis { stroke: #cbd5e1 }
  @media (prefers-color-scheme: dark) {
    text { fill: #cbd5e1 } .title { fill: #f1f5f9 } .remark { fill: #94a3b8 }
    .sapa { fill: #2dd4bf } .bare { fill: #475569 } .axis { stroke: #475569 }
  }
"""

WIDTH, PANEL, MARGIN, LABEL, BAR, GAP, HEAD = 880, 420, 20, 72, 14, 14, 56
VALUE = 62  # room for the number behind the longest bar


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def bars_of(panel, results):
    _, _, bars, _ = panel
    return [(label, [middle(results[name], server, measure) for server, _ in SERVERS]) for label, name, measure in bars if name in results]


def height_of(bars):
    return HEAD + len(bars) * (2 * BAR + GAP)


def panel_at(x, y, panel, bars):
    title, remark, _, shape = panel
    room = PANEL - LABEL - VALUE - MARGIN
    longest = max(max(values) for _, values in bars) or 1
    parts = [text(x, y + 16, title, "title"), text(x, y + 34, remark, "remark")]
    top = y + HEAD - 8
    for row, (label, values) in enumerate(bars):
        at = top + row * (2 * BAR + GAP)
        parts.append(text(x + LABEL - 8, at + BAR + 4, label, anchor="end"))
        for index, ((_, kind), value) in enumerate(zip(SERVERS, values)):
            length = max(value / longest * room, 1)
            parts.append(f'<rect x="{x + LABEL}" y="{at + index * BAR}" width="{length:.1f}" height="{BAR - 1}" rx="2" class="{kind}"/>')
            parts.append(text(x + LABEL + length + 6, at + index * BAR + 11, shape.format(value), "value"))
    foot = top + len(bars) * (2 * BAR + GAP) - GAP + 4
    parts.append(f'<line x1="{x + LABEL - 0.5}" y1="{top - 4}" x2="{x + LABEL - 0.5}" y2="{foot}" class="axis"/>')
    return parts


def draw(results):
    panels = [(panel, bars) for panel in PANELS if (bars := bars_of(panel, results))]
    parts, y = [], 58
    for left in range(0, len(panels), 2):
        pair = panels[left : left + 2]
        for column, (panel, bars) in enumerate(pair):
            parts += panel_at(MARGIN + column * (PANEL + MARGIN), y, panel, bars)
        y += max(height_of(bars) for _, bars in pair) + 12
    legend, x = [], MARGIN
    for name, kind in SERVERS:
        legend.append(f'<rect x="{x}" y="18" width="14" height="14" rx="3" class="{kind}"/>' + text(x + 20, 30, name))
        x += 46 + 8 * len(name)
    body = "\n  ".join(legend + parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}" height="{y}" role="img" '
        f'aria-label="Sapa and the bare chain compared">\n  <style>{STYLE}  </style>\n  {body}\n</svg>\n'
    )

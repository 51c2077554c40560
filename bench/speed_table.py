"""The speed table: the medians of all runs, and their text."""

import statistics
from dataclasses import dataclass, field

from other_simulators import PEERS
from page import markdown


@dataclass(frozen=True)
class Row:
    name: str
    unit: str
    floor: float  # of ours / fastest peer
    peer: str  # the workload and N of the peers


@dataclass
class Runs:
    """What the runs of one program and workload gave, or why there is nothing."""

    per_second: list = field(default_factory=list)
    reason: str = ""

    def median(self):
        return statistics.median(self.per_second) if self.per_second and not self.reason else None

    def spread(self):
        return (max(self.per_second) - min(self.per_second)) / self.median() if self.median() else None


class Measurements:
    def __init__(self):
        self.runs = {}  # (engine, workload and N, variant) -> Runs

    def of(self, engine, workload, variant=""):
        return self.runs.setdefault((engine, workload, variant), Runs())

    def best(self, peer, workload):
        """The runs of the fastest way to use a peer."""
        if peer.reason(workload):
            return Runs(reason=peer.reason(workload))
        return max((self.of(peer.name, workload, variant) for variant in peer.ways(workload)),
                   key=speed)


def speed(runs):
    return runs.median() or 0


def report(measured, rows):
    """The lines of the table and of what stands below it, and whether a ratio is under its floor."""
    header = ["workload", "unit", "Shaketable", *(peer.name for peer in PEERS), "ours / fastest", "floor",
              "spread, ours", "spread, fastest"]
    results = [cells_of(measured, row) for row in rows]
    lines = markdown([header, *(cells for cells, _, _ in results)]) + [""]
    lines += variants_text(measured, rows)
    lines += [f"- not measured: {reason}" for _, _, reasons in results for reason in reasons]
    return lines, any(missed for _, missed, _ in results)


def cells_of(measured, row):
    """A row's cells, whether its ratio is under the floor, and why cells are missing."""
    ours = measured.of("ours", row.name)
    peers = [(peer.name, measured.best(peer, row.peer)) for peer in PEERS]
    fastest = max((runs for _, runs in peers), key=speed)
    named = [("Shaketable", ours), *peers]
    ratio = ours.median() / fastest.median() if ours.median() and fastest.median() else None
    missed = ratio is not None and ratio < row.floor
    cells = [row.name, row.unit, *(number(runs.median()) for _, runs in named),
             "-" if ratio is None else f"{ratio:.2f}", f"{row.floor}{' missed' if missed else ''}",
             percent(ours.spread()), percent(fastest.spread())]
    return cells, missed, [f"{row.name}, {name}: {runs.reason}" for name, runs in named if runs.median() is None]


def variants_text(measured, rows):
    """The ways a peer was used in, where there are several: each peer and workload a line, the fastest first."""
    lines = []
    for peer in PEERS:
        for workload in dict.fromkeys(row.peer for row in rows):
            tried = [(measured.of(peer.name, workload, variant).median() or 0, variant)
                     for variant in peer.ways(workload)]
            if len(tried) > 1:
                lines.append(f"- {peer.name}, {workload}: " + ", ".join(
                    f"{variant} {number(median or None)}" for median, variant in sorted(tried, reverse=True)))
    return lines


def number(value):
    if value is None:
        return "-"
    if value < 1e6:
        return f"{value / 1e3:.0f} k"
    return f"{value / 1e6:.1f} M" if value >= 1e7 else f"{value / 1e6:.2f} M"


def percent(value):
    return "-" if value is None else f"{100 * value:.0f} %"

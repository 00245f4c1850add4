"""Targets of the exam beside what was measured: the part ``targets`` of docs/record.md.

The thresholds were set before the law took its present form and are never moved; a target that is missed stays in the
table and says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.exam.calibration.ladder import CALIBRATED
from sim.exam.calibration.scores import CLAIMS
from sim.output.markdown_table import table
from tools.docs.generated_blocks import checkout_file

Row = Mapping[str, Any]
PART, EXAM_FILE, RECORD_FILE = "targets", "docs/exam.json", "docs/record.json"
FIRST_CAMPAIGNS, ALL_CAMPAIGNS = 7, 11
LEAST_OF_DATES, LEAST_OF_A_CAMPAIGN, MOST_OF_DATES = 0.8, 0.6, 0.97
SHARE_RANKED_WELL = 5 / 8


@dataclass(frozen=True)
class Target:
    """One threshold and what was measured, both in words."""

    campaigns: int
    what: str
    asked: str
    measured: str
    holds: bool


def at_most(campaigns: int, what: str, most: float, measured: float, digits: int = 2) -> Target:
    """A target that a figure, rounded as it is shown, may not exceed."""
    shown = f"{measured:.{digits}f}"
    return Target(campaigns, what, f"at most {most:g}", shown, float(shown) <= most)


def at_least(campaigns: int, what: str, least: float, measured: float, digits: int = 2) -> Target:
    """A target that a figure, rounded as it is shown, must reach."""
    shown = f"{measured:.{digits}f}"
    return Target(campaigns, what, f"at least {least:g}", shown, float(shown) >= least)


def target_table(rows: Sequence[Row], present: Row) -> str:
    """Every target, what was measured last, and how many hold.

    rows     the rows of the exam, the newest last
    present  the present row of the record of the shipped report
    """
    targets = [
        *of_first(newest(rows, FIRST_CAMPAIGNS)),
        *of_all(newest(rows, ALL_CAMPAIGNS)),
        *of_prior(present),
    ]
    lines = [
        (
            str(one.campaigns) if one.campaigns else "prior",
            one.what,
            one.asked,
            one.measured,
            "holds" if one.holds else "**missed**",
        )
        for one in targets
    ]
    holding = sum(one.holds for one in targets)
    head = ("campaigns", "target", "asked", "measured", "")
    return f"{table(head, lines)}\n\n{holding} of {len(targets)} targets hold."


def target_part() -> str:
    """The part of docs/record.md, from the figures as they were measured last."""
    exam, record = (
        json.loads(checkout_file(name).read_text(encoding="utf-8")) for name in (EXAM_FILE, RECORD_FILE)
    )
    return target_table(exam["rows"], record["present"])


def newest(rows: Sequence[Row], campaigns: int) -> Row:
    """The last row measured on so many campaigns."""
    return next(row for row in reversed(rows) if row["campaigns"] == campaigns)


def of_first(row: Row) -> Iterator[Target]:
    """Targets of the model itself, on the campaigns they were set for."""
    n = FIRST_CAMPAIGNS
    named, unit = (row["scores"][kind]["model"] for kind in ("named", "unit"))
    yield at_most(n, "named places, Brier score", 0.20, named["brier"], 3)
    yield at_least(n, "named places, mean AUC", 0.68, named["auc_by_campaign"])
    yield at_least(n, "units near a front, mean AUC", 0.70, unit["auc_by_campaign"])
    yield at_most(n, "claims as they stand, Brier score, not calibrated", 0.27, row["claims"]["brier"], 3)
    counts = row["counts"]
    yield share(n, "dates inside the 90 % band", counts["inside_90"], counts["dates"], 70 / 86)
    yield extremes(row, n, 0.2)
    below = sum(row["extremes"][kind]["below_true"] for kind in ("named", "unit"))
    of = sum(row["extremes"][kind]["below"] for kind in ("named", "unit"))
    yield Target(n, "forecasts below .001 that came true", "none", f"{below} of {of:,}", not below)


def of_all(row: Row) -> Iterator[Target]:
    """Targets of the whole library, each campaign left out in turn where anything is learned."""
    n = ALL_CAMPAIGNS
    named, unit = row["scores"]["named"], row["scores"]["unit"]
    yield at_most(n, "named places, Brier score", 0.18, named["model"]["brier"], 3)
    yield at_least(n, "named places, mean AUC", 0.72, named["model"]["auc_by_campaign"])
    others = {method: entry["brier"] for method, entry in named.items() if method != "model"}
    best = min(others, key=lambda method: others[method])
    yield Target(
        n,
        "named places, Brier score, against hazard rules and base rate",
        f"below {others[best]:.3f} ({best})",
        f"{named['model']['brier']:.3f}",
        named["model"]["brier"] < others[best],
    )
    yield at_least(n, "units near a front, mean AUC", 0.74, unit["model"]["auc_by_campaign"])
    well, ranked = unit["model"]["ranked_well"], unit["model"]["ranked"]
    yield Target(
        n,
        "campaigns in which units have an AUC of .8 and more",
        "5 in 8",
        f"{well} of {ranked}",
        well >= SHARE_RANKED_WELL * ranked,
    )
    slope = unit["model"]["slope"]
    yield Target(n, "units, slope of calibration", "0.7 to 1.3", f"{slope:.2f}", 0.7 <= slope <= 1.3)
    counts = row["counts"]
    others = {method: counts[method] for method in ("persistence", "constant rate")}
    best = min(others, key=lambda method: others[method])
    yield Target(
        n,
        "counts, CRPS, against persistence and constant rate",
        f"below {others[best]:.1f} ({best})",
        f"{counts['model']:.1f}",
        counts["model"] < others[best],
    )
    claims = next(entry for entry in row["ladder"] if (entry["sort"], entry["rung"]) == (CLAIMS, CALIBRATED))
    yield at_most(n, "claims as they stand, Brier score, calibrated", 0.25, claims["brier"], 3)
    yield at_most(n, "claims as they stand, log score, calibrated", 0.69, claims["log"], 3)
    inside, dates = counts["inside_90_calibrated"], counts["dates"]
    yield Target(
        n,
        "dates inside the calibrated 90 % band",
        "80 to 97 %",
        f"{inside} of {dates}, {100 * inside / dates:.0f} %",
        LEAST_OF_DATES <= inside / dates <= MOST_OF_DATES,
    )
    worst = min(
        (band for band in row["bands"] if band["campaign"] != "all"),
        key=lambda band: float(band["inside_90_calibrated"] / band["dates"]),
    )
    name = worst["campaign"].replace("_", " ")
    yield share(n, f"the same in the worst campaign ({name})", worst["inside_90_calibrated"], worst["dates"], LEAST_OF_A_CAMPAIGN)  # fmt: skip
    yield extremes(row, n, 0.1)
    yield better_with_reports(n, "counts, CRPS", counts["before the reports"], counts["model"], 1)
    raw = next(entry for entry in row["ladder"] if (entry["sort"], entry["rung"]) == (CLAIMS, "model"))
    before, after = row["claims"]["brier_before"], row["claims"]["brier"]
    yield better_with_reports(n, "claims, Brier score", before, after, 3, raw["brier_error"])


def of_prior(present: Row) -> Iterator[Target]:
    """Targets of the prior runs of the shipped report and of the quiet year."""
    regimes = {name: share for name, share in present["seed"]["regimes"].items() if name != "other"}
    rarest = min(regimes, key=lambda name: float(regimes[name]))
    yield Target(
        0,
        f"share of the rarest of {len(regimes)} regimes ({rarest.replace('_', ' ')})",
        "at least 5 %",
        f"{100 * regimes[rarest]:.1f} %",
        regimes[rarest] >= 0.05,
    )
    ends = present["quiet"]["ends"]["p"]
    yield Target(0, "quiet year: the war ends within it", "at most 2 %", f"{100 * ends:.1f} %", ends <= 0.02)


def share(campaigns: int, what: str, number: int, of: int, least: float) -> Target:
    """A share that must reach ``least``."""
    measured = f"{number} of {of}, {100 * number / of:.0f} %"
    return Target(campaigns, what, f"at least {100 * least:.0f} %", measured, number / of >= least)


def extremes(row: Row, campaigns: int, most: float) -> Target:
    """Forecasts beyond .05 and .95 that were wrong, of named places and of units: neither share may exceed ``most``."""
    both = [row["extremes"][kind] for kind in ("named", "unit")]
    return Target(
        campaigns,
        "forecasts below .05 or above .95 that were wrong: named places, units",
        f"at most {100 * most:.0f} % of each",
        ", ".join(f"{entry['wrong']:,} of {entry['n']:,}" for entry in both),
        all(entry["wrong"] <= most * entry["n"] for entry in both),
    )


def better_with_reports(
    campaigns: int, what: str, before: float, after: float, digits: int, error: float = 0.0
) -> Target:
    """A score that the reports must improve by more than its Monte Carlo error."""
    shown = f"{before:.{digits}f} before, {after:.{digits}f} after"
    asked = "better than before them" + (f" by more than {error:.{digits}f}" if error else "")
    return Target(campaigns, f"{what}, with the reports", asked, shown, before - after > error)

"""Tables of the record on freezes, model variants, past observations and the quiet year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.analysis.quiet_year import MEDIAN, SPREAD
from sim.claims.likelihood_words import interval, percent
from sim.output.markdown_table import table

Row = Mapping[str, Any]
UNMEASURED = "The present row was measured when each scenario had one structure only."
HOLDS = {True: "yes", False: "no"}


def freeze_table(freezes: Sequence[Row]) -> str:
    """Every freeze: scenario, date, hash and what changed; the arguments stand in record.json."""
    head = ("frozen", "scenario", "sha256", "change")
    rows = [
        (
            freeze["date"],
            freeze["scenario"],
            f"`{freeze['sha256'][:8]}...{freeze['sha256'][-4:]}`",
            freeze["change"],
        )
        for freeze in freezes
    ]
    return table(head, rows)


def variant_table(present: Row) -> str:
    """Model variants of the seed: weights, evidence and headlines; and the same without the shock of a lost capital."""
    variants = present["seed"].get("variants")
    if not variants:
        return UNMEASURED
    claims = [entry["claim"] for entry in variants[0]["headlines"]]
    head = ("variant", "prior", "after the reports", "log evidence", "effective", *claims)
    rows = [variant_line(entry, entry["name"]) for entry in variants]
    rows += [
        variant_line(entry, f"{entry['name']}, no shock") for entry in present["without_shock"]["variants"]
    ]
    return f"{table(head, rows)}\n\n{present['seed']['apart']}"


def variant_line(variant: Row, label: str) -> tuple[str, ...]:
    """One variant; headlines below 20 effective runs have no number."""
    weight = (
        "-"
        if variant["posterior"] is None
        else f"{percent(variant['posterior'])}, {interval(variant['low'], variant['high'])}"
    )
    evidence = (
        "-"
        if variant["log_evidence"] is None
        else f"{variant['log_evidence']:+.2f} +- {variant['error']:.2f}"
    )
    chances = (headline["posterior"] or headline["prior"] for headline in variant["headlines"])
    cells = ("too few" if value["p"] is None else percent(value["p"]) for value in chances)
    return label, percent(variant["prior"]), weight, evidence, f"{variant['ess']:.0f}", *cells


def quiet_table(rows: Sequence[Row]) -> str:
    """Whether the quiet year is quiet now and within each variant; the behaviour table has the states before."""
    head = ("state", "war ends", "5 / 50 / 95 %", f"median within {MEDIAN}", f"90 % inside {SPREAD}")
    lines = [quiet_line(rows[-1]["label"], rows[-1]["quiet"])]
    lines += [
        quiet_line(f"{variant['name']} only", variant) for variant in rows[-1]["quiet"].get("variants", ())
    ]
    return table(head, lines)


def quiet_line(label: str, quiet: Row) -> tuple[str, ...]:
    """One state: its figures, and whether they are what a year in which little moved would have."""
    low, middle, high = (quiet["change"][name] for name in ("p05", "p50", "p95"))
    ends = "none" if quiet["ends"]["p"] is None else f"{100 * quiet['ends']['p']:.1f} %"
    holds = abs(middle) <= MEDIAN, low >= -SPREAD and high <= SPREAD
    return label, ends, f"{low:+.0f} / {middle:+.0f} / {high:+.0f}", *(HOLDS[held] for held in holds)


def past_lines(present: Row) -> str:
    """The gate of both scenarios: reports together, rates and patterns of the known past."""
    seed, quiet = present["seed"].get("past"), present["quiet"].get("past")
    if not seed or not quiet:
        return UNMEASURED
    head = ("scenario", "observation (rates in districts a week)", "prior 5 / 50 / 95 %", "reported", "")
    rows = [*gate_rows("2021", seed), *gate_rows("2018", quiet)]
    return table(head, rows)


def gate_rows(name: str, past: Row) -> list[tuple[str, ...]]:
    """Lines of one scenario; patterns of which nothing was reported stand in record.json only."""
    together = past["together"]
    chance = "-" if together["p"] is None else f"p = {together['p']:.3g}"
    first = (
        name,
        f"{len(together['reports'])} reports of the likelihood together",
        chance,
        f"at least {together['least']:g}",
        "inside" if past["graded"] else "outside",
    )
    rates = [
        (
            name,
            f"{rate['source']}, {rate['from']} to {rate['to']}",
            levels(rate["prior_predictive"]),
            f"{rate['reported']['p50']:.1f}",
            side(rate),
        )
        for rate in past["rates"]
    ]
    patterns = [
        (
            name,
            f"{rate['meaning']}, to {rate['day']}",
            levels(rate["prior_predictive"]),
            ends(rate["reported"]),
            side(rate),
        )
        for rate in past["patterns"]
        if rate["reported"] is not None
    ]
    return [first, *rates, *patterns]


def side(entry: Row) -> str:
    """inside, outside, or nothing where nothing was reported."""
    return {True: "inside", False: "outside", None: ""}[entry["inside"]]


def levels(quantiles: Row | None) -> str:
    """5, 50 and 95 % of prior runs."""
    return (
        "-" if quantiles is None else " / ".join(f"{quantiles[name]:.3g}" for name in ("p05", "p50", "p95"))
    )


def ends(value: Row | None) -> str:
    """A reported range."""
    return (
        "-" if value is None else " to ".join(dict.fromkeys(f"{value[name]:g}" for name in ("low", "high")))
    )

"""From a quantity as read to a count as a scenario writes it: what the text does not say stays null."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.base.errors import UsageError
from sim.base.texts import folded
from sim.evidence.count_words import SHARES, mass
from sim.evidence.quantiles import quantiles
from sim.reading.quantities import STOCK
from sim.scenario.drafting.mentions import mentioned
from sim.scenario.files.yaml_writer import safe

Days = tuple[date, date]
UNITS = {"district": "districts", "district_center": "districts", "provincial_capital": "capitals"}
PERCENT = "percent_"
MEASURES = {
    "territory": "share_of_area",
    "population": "share_of_population",
    "district": "share_of_districts",
    "district_center": "share_of_districts",
}
MODIFIERS = {  # of the reading -> of a count; those that depend on the numbers are distinguished below
    "exact": "exactly", "all": "exactly", "all_but": "exactly", "range": "range", "about": "about",
    "nearly": "nearly", "at_least": "at_least", "more_than": "more_than", "up_to": "up_to", "at_most": "up_to",
    "less_than": "up_to", "fraction": "about", "about_fraction": "about",
}  # fmt: skip
VAGUE = {
    (3, 9): "several", (3, 6): "several", (24, 99): "dozens", (20, 99): "dozens", (40, 199): "scores",
    (200, 999): "hundreds",
}  # fmt: skip
MODIFIERS_IN_WORDS = {
    **dict.fromkeys(("exact", "range", "vague", "fraction"), ""),
    "all": "all ",
    "all_but": "all but some, leaving ",
}
LARGEST = 1_000_000  # places; what is larger is not a count of them
MOST_IMPLIED = 20_000  # districts of a total up to which the words are spelled out
OPEN = 20  # times the numeral: a total that does not cut the words short


@dataclass(frozen=True)
class KnownNames:
    """What a scenario lends to reading: names of its factions, and totals of its units.

    factions  folded name or alias -> faction id
    places    name as written -> district id, those that occur once
    totals    unit -> number in the network
    taken     ids in use
    """

    factions: Mapping[str, str]
    places: Mapping[str, str]
    totals: Mapping[str, int]
    taken: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


NOTHING = KnownNames({}, {}, {})


def count_entry(
    name: str, row: Mapping[str, Any], days: Days | None, known: KnownNames, quote: str
) -> dict[str, Any]:
    """A draft count from one row of ``read_quantities``; null where the text or the scenario does not say.

    days    first and last day that its words of date mean, None if it has none
    """
    unit, measure = unit_of(row["unit"])
    kind = row["kind"]
    # "outside government control": held by whoever else
    is_complement = row["relation"] == "lost" and kind == STOCK
    modifier, low, high = numbers(row, measure)
    basis = row["of_total"] if row["of_total"] and row["of_total"] <= LARGEST else None
    count: dict[str, Any] = {
        "id": name,
        "status": "draft",
        "quote": quote,
        "span": list(row["span"]),
        "written": {
            "faction": written(row["faction_text"]),
            "unit": row["unit"],
            "date": written(row["date_text"]),
        },
        "reading": "",
        "implied": None,
        **speaker_of(row),
        "faction": None if is_complement else known.factions.get(folded(row["faction_text"] or "")),
        "relation": "controls" if is_complement else row["relation"],
        "unit": unit,
        "measure": measure,
        "kind": kind,
        "low": low,
        "high": high,
        "modifier": modifier,
        **dated(kind, days),
        "basis": basis,
        "use": None,
        **noted(row, known, beyond=is_complement),
    }
    count["reading"] = reading(count, row, days)
    count["implied"] = implied(count, known.totals)
    return count


def speaker_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Who informed the source, where the text names somebody."""
    return {"speaker": safe(row["speaker"])} if row["speaker"] else {}


def noted(row: Mapping[str, Any], known: KnownNames, *, beyond: bool) -> dict[str, str]:
    """What a person should know before confirming; no key where there is nothing."""
    party = mentioned(row["speaker"] or "", known.factions)
    names = row.get("names", ())
    places = [f"{name} ({known.places[name]})" if name in known.places else name for name in names]
    notes = [
        f"stated by a party to the war ({', '.join(party)})" if party else "",
        f"held by others than {safe(row['faction_text'] or 'those named')}" if beyond else "",
        f"counted from names: {safe(', '.join(places))}" if places else "",
    ]
    note = "; ".join(filter(None, notes))
    return {"note": note} if note else {}


def too_large(row: Mapping[str, Any]) -> bool:
    """True if no network has as many places."""
    return any((row[key] or 0) > LARGEST for key in ("low", "high", "of_total"))


def written(text: str | None) -> str | None:
    """Words of the report, or None."""
    return safe(text) or None if text else None


def unit_of(text: str) -> tuple[str | None, str]:
    """Unit and measure of a reading's unit; None if it is not known to be one of the network's."""
    if text.startswith(PERCENT):
        measure = MEASURES.get(text.removeprefix(PERCENT))
        return ("districts", measure) if measure else (None, "count")
    return UNITS.get(text), "count"


def numbers(row: Mapping[str, Any], measure: str) -> tuple[str | None, float | None, float | None]:
    """Modifier, low and high as a count writes them; percentages as shares of 1."""
    low, high, words = row["low"], row["high"], row["modifier"]
    modifier = VAGUE.get((low, high), "range") if words == "vague" else MODIFIERS.get(words)
    low = (0 if modifier == "up_to" else high) if low is None else low
    high = low if high is None else high
    if words == "less_than" and measure == "count":
        high = max(0, high - 1)
    total = row["of_total"]
    if words.endswith("fraction") and total and abs(low / total - 0.5) < 0.1 and low == high:
        modifier = "half"
    if measure == "count":
        return modifier, low, high
    shares = [min(1.0, round(value / 100, 6)) for value in (low, high)]
    return "share" if modifier in ("exactly", "range") else modifier, shares[0], shares[1]


def dated(kind: str, days: Days | None) -> dict[str, Any]:
    """Day of a stock or window of a flow, where words of date give it: a stock needs one single day."""
    if kind == "flow":
        return {"window": None if days is None else [str(day) for day in days]}
    return {"date": str(days[0]) if days is not None and days[0] == days[1] else None}


def reading(entry: Mapping[str, Any], row: Mapping[str, Any], days: Days | None) -> str:
    """``gained, 80 to 100 districts, flow, window to be set``."""
    low, high = row["low"], row["high"]
    number_range = " to ".join(f"{number:g}" for number in dict.fromkeys((low, high)) if number is not None)
    modifier_text = row["modifier"].removesuffix("_fraction").replace("_", " ")
    hedge = MODIFIERS_IN_WORDS.get(row["modifier"], f"{modifier_text} ")
    total = f" of {row['of_total']:g}" if row["of_total"] else ""
    share = row["unit"].startswith(PERCENT)
    unit_name = row["unit"].removeprefix(PERCENT).replace("_", " ")
    unit = f"percent of the {unit_name}" if share else plural(unit_name)
    if entry["kind"] == "flow":
        time_text = f"window {' to '.join(entry['window']) if entry['window'] else 'to be set'}"
    else:
        time_text = f"day {entry['date'] or 'to be set'}"
    faction_text = (
        f"{row['relation']} by {safe(row['faction_text'])}" if row["faction_text"] else row["relation"]
    )
    faction_text = (
        faction_text.replace("lost by", "held by others than", 1)
        if entry["relation"] != row["relation"]
        else faction_text
    )
    return f"{faction_text}, {hedge}{number_range}{total} {unit}, {entry['kind']}, {time_text}"


def plural(unit: str) -> str:
    """``districts``, ``cities``."""
    if unit.endswith("y"):
        return unit[:-1] + "ies"
    return unit if unit in ("km2", "lga") else unit + "s"


def implied(entry: Mapping[str, Any], totals: Mapping[str, int]) -> dict[str, Any] | None:
    """5, 50 and 95 % of what the words mean, of the report's total, else the network's, else an open one (``of`` None).

    None for areas and people, which are never turned into districts, and where no word of the semantics fits.
    """
    low, high, modifier, measure = entry["low"], entry["high"], entry["modifier"], entry["measure"]
    if modifier is None or low is None or high is None or measure in ("share_of_area", "share_of_population"):
        return None
    share = measure in SHARES
    known_total = entry["basis"] or totals.get(str(entry["unit"]))
    total = known_total or (None if share else max(1000, OPEN * high))
    if total is None or total > MOST_IMPLIED:
        return None
    scale = total if share and modifier not in ("share", "half") else 1
    try:
        values = quantiles(mass(low * scale, high * scale, modifier, total))
    except UsageError:
        return None
    return {
        "p05": values[0],
        "p50": values[1],
        "p95": values[2],
        "of": round(known_total) if known_total else None,
    }


__all__ = ["NOTHING", "KnownNames", "count_entry", "too_large"]

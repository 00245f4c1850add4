"""Reports with made-up numbers, for figures and page: quick to make, every field filled."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.calendar import Calendar
from sim.base.codes import ASSAULT, CAPITULATION, CHALLENGER, INCUMBENT, NATIONAL, PROVINCIAL, RURAL, START
from sim.base.parameters import LogNormal, Uniform
from sim.claims.types import Claim, Definition, DefinitionVerdict, Estimate, Verdict
from sim.evidence.source_and_count import Count, Source
from sim.plots.drawing.report_data import Report
from sim.record.record import SERIES_COUNTS, SERIES_LEVELS, Record
from sim.scenario.scenario import Event, Faction, LawPrior, Scenario, Statement, Variant
from sim.terrain.terrain import Terrain

BEGIN = date(2021, 5, 1)
TODAY = date(2026, 11, 24)


def grid_terrain(
    columns: int = 6, rows: int = 4, *, names: str = "District {}", known: bool = True
) -> Terrain:
    """A skewed grid; provinces are blocks of two columns, the first district of each is its capital."""
    places = [(x, y) for x in range(columns) for y in range(rows)]
    edges = [
        (places.index((x, y)), places.index((x + dx, y + dy)))
        for x, y in places
        for dx, dy in ((1, 0), (0, 1))
        if (x + dx, y + dy) in places
    ]
    count = len(places)
    seat = np.array([PROVINCIAL if x % 2 == 0 and y == 0 else RURAL for x, y in places], dtype=np.int8)
    seat[-rows] = NATIONAL if columns % 2 else seat[-rows]
    if columns % 2 == 0:
        seat[(columns - 2) * rows] = NATIONAL
    return Terrain(
        ids=tuple(f"D{i:04d}" for i in range(count)),
        names=tuple(names.format(i) for i in range(count)),
        provinces=tuple(f"Province {x // 2}" for x, _ in places),
        seat=seat,
        population=np.arange(count) * 100.0 + 1000.0,
        past=np.zeros(count),
        lon=np.array([60 + x + 0.2 * np.sin(3 * y) for x, y in places]) if known else np.full(count, np.nan),
        lat=np.array([30 + y + 0.2 * np.cos(2 * x) for x, y in places]),
        edge_a=np.array([a for a, _ in edges], dtype=np.int32),
        edge_b=np.array([b for _, b in edges], dtype=np.int32),
        edge_weight=np.ones(len(edges)),
    )


def terrain_of_files(folder: Path) -> Terrain:
    """Network of a scenario folder's districts.csv and edges.csv."""
    with (folder / "districts.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (folder / "edges.csv").open(encoding="utf-8") as file:
        edges = list(csv.DictReader(file))
    row = {one["id"]: place for place, one in enumerate(rows)}
    return Terrain(
        ids=tuple(row),
        names=tuple(one["name"] for one in rows),
        provinces=tuple(one["province"] for one in rows),
        seat=np.array([int(one["seat"]) for one in rows], dtype=np.int8),
        population=np.array([float(one["population"]) for one in rows]),
        past=np.zeros(len(rows)),
        lon=np.array([float(one["lon"]) for one in rows]),
        lat=np.array([float(one["lat"]) for one in rows]),
        edge_a=np.array([row[one["a"]] for one in edges], dtype=np.int32),
        edge_b=np.array([row[one["b"]] for one in edges], dtype=np.int32),
        edge_weight=np.ones(len(edges)),
    )


def made_record(
    terrain: Terrain, runs: int = 40, days: int = 60, as_of: int = 40, horizon: int = 20
) -> Record:
    """Districts fall one after the other, west first; faster in some runs than in others."""
    rng = np.random.default_rng(5)
    count = terrain.districts
    west = np.argsort(np.argsort(np.nan_to_num(terrain.lon))) / count
    late = np.where(terrain.seat == RURAL, 0.0, 0.55)
    pace = rng.gamma(6, 1 / 6, (runs, 1)) * 0.9
    fall = np.floor((west + late + 0.35 * rng.random((runs, count)) - 0.3) / pace * days).astype(int)
    fall = np.where(fall > days, -1, np.maximum(fall, 0))
    run, district = np.nonzero(fall >= 0)
    day = fall[run, district]
    order = np.lexsort((district, day, run))
    run, district, day = run[order], district[order], day[order]
    manner = np.where(day == 0, START, np.where(rng.random(len(day)) < 0.7, CAPITULATION, ASSAULT))
    series = made_series(terrain, fall, days, rng)
    return Record(
        terrain=terrain,
        factions=("red", "blue"),
        roles=np.array([CHALLENGER, INCUMBENT], dtype=np.int8),
        war=np.array([[0, 1], [1, 0]], dtype=np.int8),
        default=1,
        calendar=Calendar(BEGIN, BEGIN + timedelta(days=as_of)),
        horizon=horizon,
        days=days,
        run=np.arange(runs),
        end_day=np.full(runs, -1, dtype=np.int32),
        end_cause=np.zeros(runs, dtype=np.int8),
        series=series,
        event_first=np.concatenate([[0], np.cumsum(np.bincount(run, minlength=runs))]),
        event_day=day.astype(np.int32),
        event_district=district.astype(np.int32),
        event_from=np.ones(len(day), dtype=np.int8),
        event_to=np.zeros(len(day), dtype=np.int8),
        event_manner=manner.astype(np.int8),
    )


def made_series(
    terrain: Terrain, fall: np.ndarray, days: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Series [R, T+1, 2] that agree with the falls; levels are random walks."""
    runs = len(fall)
    series = {name: np.zeros((runs, days + 1, 2), dtype=np.int32) for name in SERIES_COUNTS}
    walk = rng.normal(0, 1, (runs, days + 1, 2)).astype(np.float64).cumsum(axis=1)
    series |= {name: np.zeros((runs, days + 1, 2)) for name in SERIES_LEVELS}
    series["reserve"] = np.maximum(150 + 4 * walk - np.arange(days + 1)[None, :, None], 0)
    series["momentum"] = 0.05 * walk
    for name, rows in (("held", np.arange(terrain.districts)), ("capitals", terrain.capitals)):
        fallen = np.stack([(fall[:, rows] == day).sum(axis=1) for day in range(days + 1)], axis=1).cumsum(
            axis=1
        )
        series[name][:, :, 0], series[name][:, :, 1] = fallen, len(rows) - fallen
    return series


def estimate(p: float | None, width: float = 0.03) -> Estimate:
    """An estimate with an interval of ``width`` either side."""
    low, high = (None, None) if p is None else (max(p - width, 0.001), min(p + width, 0.999))
    return Estimate(p, low, high, 0.01, 400.0)


def made_verdict(
    claim: str,
    quote: str,
    ps: dict[str, tuple[float | None, float | None]],
    outcome: bool | None = None,
    **more: Any,
) -> Verdict:
    """A verdict from definition -> (before, after); the first is the headline, none means not testable."""
    ids = list(ps)
    declared = tuple(Definition(one, one, f"meaning of {one.replace('_', ' ')}") for one in ids)
    why = "" if ids else "the model has no such thing"
    value = Claim(claim, claim, quote, "TASS", "state", bool(ids), why, ids[0] if ids else "", declared)
    judged = tuple(
        DefinitionVerdict(
            id=one,
            text=f"in the {len(one)} days after the report the net change of held districts is {one.replace('_', ' ')}",
            parameters={"recent": 14},
            window="23 Jul to 5 Aug 2021",
            prior=estimate(before),
            posterior=estimate(after),
            level=0.95,
            word=None if after is None else "likely" if after > 0.55 else "unlikely",
            word_high=None,
            graded=after is not None,
            why_not="" if after is not None else "fewer than 20 effective runs",
            outcome=outcome,
            outcome_source="known afterwards" if outcome is not None else "",
        )
        for one, (before, after) in ps.items()
    )
    channels = {"assault": 0.2, "capitulation": 0.75, "abandonment": 0.05} if "hold" in quote else None
    return Verdict(value, judged, channels, **more)


def made_verdicts() -> tuple[Verdict, ...]:
    """Two judged claims, one without enough runs, one not testable."""
    return (
        made_verdict(
            "losing_steam",
            "the offensive is losing steam",
            {"slower_than_before": (0.52, 0.41), "no_net_gain_14": (0.3, 0.18), "half_the_rate": (0.6, 0.76)},
            outcome=True,
        ),
        made_verdict(
            "no_major_city",
            "the movement has no resources to capture and hold Kabul and other large cities of the country",
            {"any_city_7": (0.35, 0.62), "kabul_7": (0.8, 0.93), "all_cities_7": (0.95, 0.992)},
            outcome=False,
        ),
        made_verdict("regained", "districts will be regained in two provinces", {"regained_3": (0.4, None)}),
        made_verdict("morale", "morale is low", {}),
    )


def made_count(
    name: str, source: str, when: date, low: float, high: float, relation: str, basis: float, use: str
) -> Count:
    """A count of red's districts."""
    since = BEGIN if relation == "gained" else None
    return Count(
        id=name, source=source, statement="T1", quote=f"quote of {name}", published=when, date=when,
        window_from=since, faction="red", relation=relation, unit="districts", measure="count",
        kind="flow" if since else "stock", low=low, high=high, modifier="range", basis=basis, use=use,
        url="https://example.org/a", reason="chosen before running",
    )  # fmt: skip


def made_counts(districts: int, as_of: date) -> tuple[Count, ...]:
    """Seven reports, four of them on the very day of the question."""
    n = float(districts)
    stocks = ((0.2, 30), (0.35, 15), (0.4, 0), (0.45, 0), (0.5, 0))
    found = [
        made_count(
            f"stock_{i}",
            ("lwj", "ministry")[i % 2],
            as_of - timedelta(days=back),
            round(share * n),
            round(share * n * 1.06) + 1,
            "controls",
            n + 9,
            ("fit", "check")[i % 2],
        )
        for i, (share, back) in enumerate(stocks)
    ]
    found.append(made_count("seed_flow", "tass", as_of, round(0.2 * n), round(0.25 * n), "gained", n, "fit"))
    found.append(
        made_count("start_stock", "lwj", BEGIN, round(0.1 * n), round(0.1 * n), "controls", n, "start")
    )
    return tuple(found)


def evidence_row(count: Count) -> dict[str, Any]:
    """A row of evidence.json for a count, with plausible predictions."""
    middle = (count.low + count.high) / 2

    def spread(shift: float, width: float) -> dict[str, float]:
        return {
            "p05": max(middle + shift - width, 0),
            "p50": middle + shift,
            "p95": min(middle + shift + width, count.basis),
        }

    return {
        "id": count.id, "source": count.source, "statement": count.statement, "published": count.date.isoformat(),
        "date": count.date.isoformat(), "relation": count.relation, "measure": count.measure, "kind": count.kind,
        "window": None, "basis": count.basis, "low": count.low, "high": count.high, "modifier": count.modifier,
        "use": count.use, "implied": spread(0, 0.03 * count.basis), "prior_predictive": spread(0.02 * count.basis, 0.3 * count.basis),
        "posterior_predictive": spread(0.01 * count.basis, 0.08 * count.basis),
        "weight_loss": 0.6 if count.use == "fit" else None, "outside_support": count.id == "stock_1",
    }  # fmt: skip


def made_scenario(record: Record, verdicts: tuple[Verdict, ...]) -> Scenario:
    """A scenario that fits the record."""
    law = {
        "momentum.gain": LawPrior(Uniform(0, 3), "assumed; swept", "code"),
        "contest.rate": LawPrior(LogNormal(0.05, 0.7), "Example and Sample 2019", "priors.yaml"),
        "accounts.reserve_challenger": LawPrior(LogNormal(150, 0.4), "assumed", "command line"),
    }
    return Scenario(
        name="made_up",
        title="A made-up campaign",
        about="Numbers invented for tests.",
        folder="scenarios/made_up",
        calendar=record.calendar,
        horizon=record.horizon,
        factions=(Faction("red", "Reds", "challenger"), Faction("blue", "Blues", "incumbent", supported=True)),
        wars=(("red", "blue"),),
        default_holder="blue",
        terrain=record.terrain,
        statements=(
            Statement("T1", "80 to 100 new districts were taken", "evidence"),
            Statement("T2", "the offensive is losing steam", "claim"),
            Statement("T3", "the minister spoke on Tuesday", "context", "nothing to judge"),
        ),
        sources={
            "lwj": Source("lwj", "Long War Journal tracker", "tracker", "https://example.org/lwj", "B2", argument="counts by district"),
            "ministry": Source("ministry", "Ministry of Defence", "official", "javascript:alert(1)"),
            "tass": Source("tass", "TASS, quoting a diplomat", "press", "https://example.org/t"),
        },
        counts=made_counts(record.terrain.districts, record.calendar.as_of),
        trackers=(),
        events=(Event("withdrawal", "support", "blue", BEGIN, None, 0.5, BEGIN, "announcement", "all will leave", "https://example.org/w"),),
        support_from=BEGIN,
        claims=tuple(verdict.claim for verdict in verdicts),
        law=law,
        variants=(Variant("base", 0.6, {}, "as coded"), Variant("loose", 0.4, {"momentum.gain": Uniform(0, 1)}, "resources loose")),
        frozen={"date": "2026-11-24", "sha256": "ab" * 32, "valid": "true"},
    )  # fmt: skip


def made_report(
    terrain: Terrain | None = None,
    runs: int = 40,
    days: int = 60,
    as_of: int = 40,
    horizon: int = 20,
    **changes: Any,
) -> Report:
    """A report with every field filled; ``changes`` replace fields."""
    record = made_record(terrain or grid_terrain(), runs, days, as_of, horizon)
    verdicts = made_verdicts()
    scenario = made_scenario(record, verdicts)
    rng = np.random.default_rng(9)
    parameters = {name: rng.gamma(2.0, 1.0, runs) for name in scenario.law}
    weights = np.exp(-parameters["momentum.gain"])
    report = Report(
        scenario=scenario,
        record=record,
        today=TODAY,
        parameters=parameters,
        weights=weights / weights.sum(),
        ess=float(weights.sum() ** 2 / (weights**2).sum()),
        pareto_k=0.31,
        verdicts=verdicts,
        evidence=[evidence_row(count) for count in scenario.counts],
        alone={"seed_flow": {"losing_steam": 0.5, "no_major_city": 0.4}},
        without={
            "lwj": {"losing_steam": 0.47, "no_major_city": 0.3, "regained": None},
            "tass": {"losing_steam": 0.4, "no_major_city": 0.66, "regained": None},
            "ministry": {"losing_steam": None, "no_major_city": 0.6, "regained": None},
        },
        coverage=[
            {"name": "districts held on 1 July", "low": 40, "median": 80, "high": 130, "reported": 90, "inside": True},
            {"name": "median hold of recaptures (days)", "low": 8, "median": 13, "high": 20.0, "reported": 4, "inside": False},
            {"name": "capitals lost by 4 August", "low": 0, "median": 2, "high": 9, "reported": 0, "inside": True},
        ],
        regimes={"stalemate": 0.41, "steady_advance": 0.29, "cascade": 0.15, "reversal": 0.08, "culmination": 0.03},
        regimes_after={"stalemate": 0.1, "steady_advance": 0.2, "cascade": 0.6, "reversal": 0.07, "culmination": 0.03},
        patterns=[{"name": "the war is still on", "before": "94\u00a0%", "after": ">99\u00a0%"}],
        carried="The evidence moved it.",
        carriers=[{"name": "momentum.gain", "meaning": "effect", "before": "1", "after": "2", "shrinkage": "3\u00a0%", "correlation": "+0.4"}],
        notes=["In a quiet year with strong support 0.2 % of runs end within 365 days."],
        manifest={
            "command": "sim report", "reproduce": "sim report scenario=made_up runs=40 seed=1", "seed": 1, "runs": runs,
            "runs_failed": 0, "law_version": "0123456789ab", "simulation_hash": "cd" * 6,
            "versions": {"python": "3.11", "numpy": "2.4"}, "timing": {"simulate": 5.3, "page": 4.0},
        },
        prior_driven=(("momentum.gain", 0.02), ("contest.rate", 0.01)),
        sentences=("“the offensive is losing steam” is unlikely: 41 % (38–44 %).", "City verdicts rest on the prior."),
    )  # fmt: skip
    return replace(report, **changes)

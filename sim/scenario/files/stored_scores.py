"""``scores.json`` beside a scenario: the result of ``sim hindcast``, shown by every report of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, FiniteFloat

from sim.scenario.files.date_texts import read_day
from sim.scenario.files.stored_results import Chance, StoredPart, Whole, Words, read_beside
from sim.scenario.scenario import Scenario

SCORES = "scores.json"
MOST_ROWS = 20_000
AGAIN = "`sim hindcast` writes it again"


def beaten_by(row: Mapping[str, Any]) -> Sequence[str]:
    """Simpler forecasts that did better on a target, beyond the errors of the scores where these are known."""
    clear_losses: Sequence[str] | None = row.get("loses_clearly_to")
    return row["loses_to"] if clear_losses is None else clear_losses


def count_behind(rows: Sequence[Mapping[str, Any]], noun: str, within: str = "on") -> str:
    """``"5 of 14 targets, clearly on 2"``: targets on which a simpler forecast did better, and did so beyond the errors of the scores."""
    behind, clear_count = (
        sum(map(bool, columns)) for columns in ([row["loses_to"] for row in rows], map(beaten_by, rows))
    )
    has_errors = behind and any(row.get("loses_clearly_to") is not None for row in rows)
    return f"{behind} of {len(rows)} {noun}" + (
        f", clearly {within} {clear_count or 'none'}" if has_errors else ""
    )


DayText = Annotated[str, BeforeValidator(lambda value: read_day(value).isoformat())]


class Origin(StoredPart):
    origin: DayText
    weighed: Annotated[list[Words], Field(max_length=500)]
    ess: FiniteFloat


class ScoreComparison(StoredPart):
    target: Words
    metric: Words
    model: FiniteFloat
    best_rival: Words
    best: FiniteFloat | None
    loses_to: Annotated[list[Words], Field(max_length=50)]
    loses_clearly_to: Annotated[list[Words], Field(max_length=50)] | None = None
    model_error: FiniteFloat | None = None
    scores: Annotated[dict[Words, FiniteFloat], Field(max_length=50)]
    difference: FiniteFloat | None = None
    difference_low: FiniteFloat | None = None
    difference_high: FiniteFloat | None = None
    n: Whole


class PitBin(StoredPart):
    low: Annotated[Chance, Field(alias="from")]
    high: Annotated[Chance, Field(alias="to")]
    share: Chance
    n: Whole


class Tenth(PitBin):
    mean_p: Chance


class StoredForecast(StoredPart):
    origin: DayText
    p: Chance | None
    low: Chance | None
    high: Chance | None


class StoredQuestion(StoredForecast):
    question: Words
    until: DayText
    happened: DayText | None


class Moment(StoredForecast):
    claim: Words
    definition: Words


class Events(StoredPart):
    falls_of_capitals: Whole
    nearly_independent: Whole
    counts: Whole
    note: Words = ""


class ScoreRow(StoredPart):
    origin: Words
    target: Words
    metric: Words
    method: Words
    value: FiniteFloat
    n: Whole
    group: Words


class Scores(StoredPart):
    """The parts of ``scores.json`` (schema sim.scores/1) that a report shows."""

    schema_: Annotated[str, Field(alias="schema", pattern=r"^sim\.scores/1$")]
    scenario: Words
    seed: Whole
    runs: Whole
    law_version: Words
    frozen: dict[Words, Words]
    looked_ahead: Annotated[list[Words], Field(max_length=50)]
    independent_events: Events
    origins: Annotated[list[Origin], Field(max_length=1_000)]
    standings: Annotated[list[ScoreComparison], Field(max_length=200)]
    reliability: Annotated[list[Tenth], Field(max_length=100)]
    pit: Annotated[list[PitBin], Field(max_length=100)] = []
    history: Annotated[list[Moment], Field(max_length=MOST_ROWS)]
    questions: Annotated[list[StoredQuestion], Field(max_length=MOST_ROWS)] = []
    rows: Annotated[list[ScoreRow], Field(max_length=MOST_ROWS)] = []


def read_scores(scenario: Scenario) -> dict[str, Any] | None:
    """The scores stored beside the scenario as plain values, None if there are none.

    UsageError if the file is too large, no JSON, or not what ``sim hindcast`` writes.
    """
    return read_beside(scenario, SCORES, Scores, AGAIN)

"""The shape of scenario.yaml, priors.yaml, outcomes.yaml and draft files as pydantic models; the JSON Schema comes from here."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal, Optional

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic.json_schema import models_json_schema

from sim.base.codes import ROLES
from sim.base.texts import clean
from sim.evidence.count_words import MODIFIERS
from sim.evidence.signals import SIGNALS
from sim.evidence.source_and_count import KINDS, MEASURES, RELATIONS, UNITS, USES
from sim.record.past import PATTERNS
from sim.scenario.files.date_texts import ISO_DAY, read_day, read_span
from sim.scenario.scenario import EVENT_KINDS

SIGNAL_USES = ("fit", "check", "score", "context")
NEUTRAL = "neutral"  # a faction without a war
CONTROL_COLUMNS = (
    "date", "district", "province", "holder", "present", "published", "error", "source", "event",
)  # fmt: skip
DayText = Annotated[str, Field(pattern=f"^{ISO_DAY.pattern}$")]
Day = Annotated[date, BeforeValidator(read_day, json_schema_input_type=DayText)]
MonthText = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$")]
DayOrMonth = Annotated[tuple[date, date], BeforeValidator(read_span, json_schema_input_type=MonthText)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.\-]{0,63}$")]
Exact = Annotated[str, Field(max_length=10_000)]  # names of files and columns, as they are written
Text = Annotated[Exact, AfterValidator(clean)]
Url = Annotated[str, Field(pattern=r"^(https?://\S+)?$", max_length=2_000)]
Number = Annotated[float, Field(ge=0, le=1e6)]
Slope = Annotated[float, Field(ge=-100, le=100)]
Span = Annotated[list[Annotated[int, Field(ge=0, le=10**9)]], Field(min_length=2, max_length=2)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Status = Literal["confirmed", "draft", "rejected"]  # only what is confirmed is used


class Strict(BaseModel):
    """No unknown keys, no conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True, defer_build=True)


class Dates(Strict):
    start: Day
    as_of: Day
    horizon: Annotated[int, Field(ge=1, le=3650)] = 30


class FactionEntry(Strict):
    id: Name
    name: Text
    role: Literal[(*ROLES, NEUTRAL)]  # type: ignore[valid-type]  # the names of the roles stand in one place
    strength: Annotated[float, Field(gt=0, le=1e6)] = 1.0
    supported: bool = False
    colour: Annotated[str, Field(pattern=r"^(#[0-9A-Fa-f]{6})?$")] = ""
    aliases: Annotated[list[Text], Field(max_length=50)] = []


class StatementEntry(Strict):
    id: Name
    quote: Text
    role: Literal["claim", "evidence", "context", "event"]
    note: Text = ""
    report: Name | None = None


class SourceEntry(Strict):
    id: Name
    name: Text
    kind: Text
    url: Url = ""
    admiralty: Annotated[str, Field(pattern=r"^([A-F][1-6])?$")] = ""


class TrackerEntry(Strict):
    id: Name
    weight: Annotated[float, Field(gt=0, le=1e9)] = 1.0
    held: dict[str, Name]
    contested: dict[str, Name] = {}


class ImpliedEntry(Strict):
    """What the words of a draft come to; written for people, computed anew from the words when they are used."""

    p05: Number
    p50: Number
    p95: Number
    of: Number | None = None


class WithinEntry(Strict):
    """The part of the network a count refers to."""

    province: Text


class WrittenEntry(Strict):
    """A draft's count in the report's own words."""

    faction: Text | None = None
    unit: Text | None = None
    date: Text | None = None


class CountEntry(Strict):
    id: Name
    status: Status = "confirmed"
    statement: Name = "public"
    speaker: Text | None = None
    source: Name | None = None
    faction: Name
    relation: Literal[RELATIONS]  # type: ignore[valid-type]
    unit: Literal[UNITS]  # type: ignore[valid-type]
    measure: Literal[MEASURES] = "count"  # type: ignore[valid-type]
    kind: Literal[KINDS]  # type: ignore[valid-type]
    low: Number
    high: Number
    modifier: Literal[MODIFIERS]  # type: ignore[valid-type]
    date: DayOrMonth | None = None
    window: Annotated[list[DayOrMonth], Field(min_length=2, max_length=2)] | None = None
    basis: Annotated[float, Field(ge=1, le=1e6)]
    use: Literal[USES]  # type: ignore[valid-type]
    places: Annotated[list[Text], Field(max_length=1000)] = []
    within: WithinEntry | None = None
    gross: bool = False
    origin: Text = ""
    reason: Text = ""
    note: Text = ""
    quote: Text = ""
    span: Span | None = None
    written: WrittenEntry | None = None
    reading: Text = ""
    implied: ImpliedEntry | None = None


class SignalEntry(Strict):
    """What a report says of the state of a side without a number."""

    id: Name
    statement: Name = "public"
    faction: Name
    signal: Literal[tuple(SIGNALS)]  # type: ignore[valid-type]
    date: Day | None = None  # the day of publication if none is given
    use: Literal[SIGNAL_USES]  # type: ignore[valid-type]
    quote: Text = ""
    note: Text = ""
    reason: Text = ""
    origin: Text = ""


class TextEntry(Strict):
    """The file a report was read from; once it changes, what was read from it is a draft again."""

    file: Exact
    sha256: Digest


class NumberEntry(Strict):
    """A number seen in a text and not taken."""

    text: Text
    span: Span
    reason: Text


class ReportEntry(Strict):
    id: Name
    source: Name
    published: Day | None
    quote: Text = ""
    url: Url = ""
    language: Text = "en"
    translation: Text = ""
    archived: Url = ""
    text: TextEntry | None = None
    other_numbers: list[NumberEntry] = []
    unread: list[NumberEntry] = []
    counts: list[CountEntry]
    signals: list[SignalEntry] = []


class EventEntry(Strict):
    id: Name
    kind: Literal[EVENT_KINDS]  # type: ignore[valid-type]
    faction: Name | None = None
    start: Day = Field(alias="from")
    end: Day | None = Field(default=None, alias="to")
    value: float = 1.0  # its range depends on the kind
    places: Annotated[list[Name], Field(max_length=10_000)] = []
    recipient: Name | None = None  # faction that gets the places
    published: Day
    source: Text
    quote: Text = ""
    url: Url = ""


class ControlRowEntry(Strict):
    """Who held places at the end of a day: what a report says of named places."""

    date: DayOrMonth
    places: Annotated[list[Text], Field(min_length=1, max_length=1000)]
    holder: Text
    contested_by: Text | None = None
    published: Day | None = None
    error: Annotated[float, Field(ge=0, le=1)] | None = None


class ControlEntry(Strict):
    """A control table, or rows written out: who held which place when."""

    id: Name
    source: Name
    published: Literal["same_day"] | Day | None = None
    error: Annotated[float, Field(ge=0, le=1)] | None = None
    # every change up to as_of is in it: whoever is not named on a later day is as before
    complete: bool = False
    use: Literal["map", "check"] = "map"
    table: Exact | None = None
    columns: dict[Literal[CONTROL_COLUMNS], Exact] = {}  # type: ignore[valid-type]
    holders: dict[str, Text] = {}
    districts: dict[str, Text] = {}
    events: dict[str, Literal["taken", "fought", "skip"]] = {}
    rows: Annotated[list[ControlRowEntry], Field(max_length=5000)] = []
    url: Url = ""
    note: Text = ""


class KnownPastEntry(Strict):
    id: Name
    pattern: Literal[tuple(PATTERNS)]  # type: ignore[valid-type]
    faction: Name
    low: Number
    high: Number
    date: Day
    published: Day
    source: Text
    quote: Text = ""
    url: Url = ""
    note: Text = ""


class ClaimEntry(Strict):
    id: Name
    status: Status = "confirmed"
    report: Name | None = None
    tag: Text = ""
    span: Span | None = None
    negated: bool = False
    mood: Literal["", "said", "forecast", "possible", "wished", "asked", "denied"] = ""
    speaker: Text | None = None
    until: Day | None = None  # the last day its words speak of: "within two months"
    statement: Name
    title: Text = ""  # a short noun phrase: "a halt", "the fall of the capital"
    quote: Text = ""
    role: Literal["state", "forecast"]
    testable: bool = True
    why_not: Text = ""
    text: Text = ""
    headline: Name = ""
    source: Text = ""
    as_of: Day | None = None  # the day it was made
    definitions: list[dict[str, Any]] = []


class LawEntry(Strict):
    prior: str | float
    source: Text


class BaselineEntry(Strict):
    controls: Number
    basis: Annotated[float, Field(ge=1, le=1e6)]


class TrustEntry(Strict):
    unreliable: Annotated[float, Field(ge=0, le=1)]
    bias: str | float = 1.0
    noise: Number
    lag: Annotated[list[Number], Field(min_length=2, max_length=2)] = [0.0, 0.0]
    baseline: dict[str, BaselineEntry] | None = None
    argument: Text


class VariantEntry(Strict):
    name: Name
    weight: Annotated[float, Field(gt=0, le=1e9)]
    law: dict[str, str | float] = {}
    argument: Text = ""


class MatchedEntry(Strict):
    """What an earlier campaign says of the parameters, as ``sim match`` writes it."""

    campaign: Name
    scores: dict[str, Slope]
    intercept: Slope | dict[str, Slope]
    source: Text
    argument: Text


class Freeze(Strict):
    date: Day
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$|^pending$")]


class PriorsFile(Strict):
    """priors.yaml: everything assumed, frozen before any verdict."""

    schema_: Literal["sim.priors/1"] = Field(alias="schema")
    frozen: Freeze
    law: dict[str, LawEntry] = {}
    sources: dict[str, TrustEntry] = {}
    variants: list[VariantEntry] = []
    matched: MatchedEntry | None = None
    population: Annotated[str, Field(pattern=r"^(all|none|[0-9a-f]{12})$")] | None = None


class ScenarioFile(Strict):
    """scenario.yaml: what was reported, and what is asked."""

    schema_: Literal["sim.scenario/1"] = Field(alias="schema")
    name: Name
    title: Text
    about: Text = ""
    dates: Dates
    factions: Annotated[list[FactionEntry], Field(min_length=2, max_length=8)]
    wars: Annotated[list[Annotated[list[Name], Field(min_length=2, max_length=2)]], Field(min_length=1)]
    default_holder: Name
    network: dict[str, Any]
    support_from: Day | None = None
    statements: list[StatementEntry] = []
    sources: list[SourceEntry]
    start: list[TrackerEntry] = []  # may be left out where control gives a map
    control: Annotated[list[ControlEntry], Field(max_length=100)] = []
    reports: list[ReportEntry]
    events: list[EventEntry] = []
    known_past: list[KnownPastEntry] = []
    origins: Annotated[list[Day], Field(max_length=1000)] = []  # earlier days from which it may be read
    # little happened in the year after as_of: the page says whether the model keeps it so
    quiet: bool = False
    claims: list[ClaimEntry]
    words: Literal["icd203", "ipcc", "phia"] = "icd203"
    runs: Annotated[int, Field(ge=1, le=100_000_000)] = 10_000
    priors: dict[str, Any] | None = None
    drafts: Annotated[list[Exact], Field(max_length=100)] = []


def with_gaps(model: type[Strict], **changed: Any) -> type[Strict]:
    """``model`` as a draft may have it: every key may be missing or null; ``changed`` keys have another type."""
    keys: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        kind = changed.get(name, annotation)
        keys[name] = (Optional[kind], Field(default=None, alias=field.alias))  # noqa: UP045 - a value, not a hint
    return create_model(model.__name__.replace("Entry", "Draft"), __base__=Strict, **keys)


CountDraft = with_gaps(CountEntry)
ReportDraft = with_gaps(ReportEntry, counts=list[CountDraft])  # type: ignore[valid-type]
ClaimDraft = with_gaps(ClaimEntry)


class DraftFile(Strict):
    """Entries read from texts, for a person to confirm; those confirmed join a scenario that names the file."""

    schema_: Literal["sim.draft/1"] = Field(alias="schema")
    sources: list[SourceEntry] = []
    statements: list[StatementEntry] = []
    reports: list[ReportDraft] = []  # type: ignore[valid-type]
    claims: list[ClaimDraft] = []  # type: ignore[valid-type]


class OutcomeEntry(Strict):
    claim: Name
    definition: Name
    outcome: bool | None
    source: Text


class OutcomesFile(Strict):
    """outcomes.yaml: what happened; opened by scoring only."""

    schema_: Literal["sim.outcomes/1"] = Field(alias="schema")
    outcomes: list[OutcomeEntry]


def export_schema() -> dict[str, Any]:
    """One JSON Schema (2020-12) that each of the four kinds of file fits; the shapes stand under ``$defs``."""
    files = (ScenarioFile, PriorsFile, OutcomesFile, DraftFile)
    _, shapes = models_json_schema([(model, "validation") for model in files], by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scenario.yaml, priors.yaml, outcomes.yaml and draft files",
        "oneOf": [{"$ref": f"#/$defs/{model.__name__}"} for model in files],
        **shapes,
    }


def schema_text() -> str:
    """``export_schema`` as it stands in docs/scenario.schema.json."""
    return json.dumps(export_schema(), indent=1, ensure_ascii=False) + "\n"

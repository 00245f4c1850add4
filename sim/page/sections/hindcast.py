"""The section on forecasts from earlier days: what they scored, and how little that proves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sim.base.compiled import are_equal_laws
from sim.claims.sentences import model_estimate
from sim.claims.types import Verdict
from sim.page.summary.subjects import subjects
from sim.plots.drawing.report_data import Report, headline_of
from sim.plots.drawing.text import clean, day_name, interval, number, percent
from sim.plots.reports.hindcast_panel import earlier_figures
from sim.scenario.files.stored_scores import beaten_by, count_behind
from sim.score.baselines import MODEL

Row = dict[str, str]
METRICS = {"crps": "CRPS", "brier": "Brier", "log": "log"}
SHARES = {"inside_50": "the 50 % interval", "inside_90": "the 90 % interval"}


def earlier_section(report: Report) -> dict[str, Any] | None:
    """Sentences, table of scores and table of information at each origin; None if no scores are kept."""
    scores = report.earlier
    if not scores or not scores["origins"]:
        return None
    return {
        "sentences": [
            summary(scores),
            *coverage(scores["rows"]),
            events(scores),
            same(report, scores),
            *other_weighing(report, scores),
        ],
        "rows": [comparison_cells(row) for row in scores["standings"]],
        "origins": [origin(row) for row in scores["origins"]],
        "pictures": earlier_figures(scores),
        "looked_ahead": [clean(text) for text in scores["looked_ahead"]],
    }


def summary(scores: Mapping[str, Any]) -> str:
    """How often a simpler forecast did better."""
    days = sorted(date.fromisoformat(row["origin"]) for row in scores["origins"])
    return (
        f"The same procedure was run for {len(days)} earlier {'day' if len(days) == 1 else 'days'}, "
        f"{day_name(days[0])} to {day_name(days[-1])} {days[-1].year}, with what was published by then. "
        f"A simpler forecast did better on {count_behind(scores['standings'], 'targets')}."
    )


def coverage(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """How often counts fell inside the intervals said; empty if no count was forecast."""
    intervals_held = {
        row["metric"]: row
        for row in rows
        if (row["method"], row["group"], row["origin"]) == (MODEL, "count", "all") and row["metric"] in SHARES
    }
    interval_texts = [
        f"{SHARES[name]} held {percent(row['value'])} of {row['n']} counts"
        for name, row in intervals_held.items()
    ]
    return [f"{', '.join(interval_texts)}.".capitalize()] if interval_texts else []


def events(scores: Mapping[str, Any]) -> str:
    """How many nearly independent events stand behind the scores."""
    event_counts = scores["independent_events"]
    is_one_event = event_counts["nearly_independent"] == 1
    return (
        f"The {event_counts['falls_of_capitals']} falls of capitals and {event_counts['counts']} counts of one list behind these scores "
        f"belong to {'one event' if is_one_event else str(event_counts['nearly_independent']) + ' nearly independent events'}, so the scores "
        "say what happened once and not how good the procedure is."
    )


def same(report: Report, scores: Mapping[str, Any]) -> str:
    """Whether the scores belong to the priors and the law of this report."""
    has_same_priors = report.scenario.frozen.get("sha256") == scores["frozen"].get("sha256")
    has_same_law = are_equal_laws(report.manifest.get("law_version"), scores["law_version"])
    differences = [
        name for name, is_same in (("priors", has_same_priors), ("law", has_same_law)) if not is_same
    ]
    provenance = (
        f"{scores['runs']:,} runs, priors frozen on {clean(scores['frozen'].get('date', 'an unknown day'))}"
    )
    if other_counts(report, scores):
        provenance = (
            f"{provenance}; other counts used, {len(scores['weighed'])} there and {len(weighed(report))} here"
        )
    if not differences:
        return f"Made with the priors and the law of this report ({provenance})."
    verb = "differ" if differences[-1] == "priors" or len(differences) > 1 else "differs"
    return f"The {' and the '.join(differences)} of this report {verb} from those the scores were made with ({provenance})."


def other_weighing(report: Report, scores: Mapping[str, Any]) -> list[str]:
    """What the figures weigh and the headlines do not, with both answers on the day of the report; empty if the same."""
    last = scores["origins"][-1]
    counts_there, counts_here = set(last["weighed"]), weighed(report)
    if last["origin"] != report.scenario.calendar.as_of.isoformat() or counts_there == counts_here:
        return []
    names = {count.id: clean(report.count_name(count.id)) for count in report.scenario.counts}
    added = [names.get(count, clean(count)) for count in last["weighed"] if count not in counts_here]
    fewer = [names.get(item, clean(item)) for item in sorted(counts_here - counts_there)]
    parts = [f"besides {'; '.join(added)}"] if added else []
    parts += [f"but not {'; '.join(fewer)}"] if fewer else []
    day = day_name(date.fromisoformat(last["origin"]))
    answers = [sentence for verdict in report.verdicts if (sentence := both_answers(report, scores, verdict))]
    return [
        f"The figures here use every count of the main tracker published by then: on {day} {len(counts_there)} counts, where the headlines of this report use {len(counts_here)} ({', '.join(parts)}). Hollow diamonds mark today's headlines."
        + (f" On {day}: {'; '.join(answers)}." if answers else "")
    ]


def both_answers(report: Report, scores: Mapping[str, Any], verdict: Verdict) -> str:
    """``a slowdown 81 % there, 49 % here``; empty without both."""
    headline, forecast = headline_of(verdict), moment(scores, verdict)
    if headline is None or forecast is None:
        return ""
    name = clean(subjects(report.verdicts, report.scenario.names)[verdict.claim.id])
    return f"{name} {percent(forecast['p'])} there, {percent(model_estimate(headline).p, model_estimate(headline).ess)} here"


def moment(scores: Mapping[str, Any], verdict: Verdict) -> Mapping[str, Any] | None:
    """A headline as it was forecast on the last of the earlier days; None if it was not, or has no number."""
    last = scores["origins"][-1]["origin"]
    target = (last, verdict.claim.id, verdict.claim.headline)
    rows = [row for row in scores["history"] if (row["origin"], row["claim"], row["definition"]) == target]
    return next((row for row in rows if row["p"] is not None), None)


def with_more_counts(report: Report, verdict: Verdict) -> str:
    """What a headline would be with the counts that the earlier forecasts weigh; empty where those are the same."""
    scores = report.earlier
    if not scores or not scores["origins"] or not other_weighing(report, scores):
        return ""
    forecast = moment(scores, verdict)
    if forecast is None or headline_of(verdict) is None:
        return ""
    number = len(scores["origins"][-1]["weighed"])
    return f"With {number} counts: {percent(forecast['p'])} ({interval(forecast['low'], forecast['high'])})."


def more_counts(report: Report) -> str:
    """What "with 13 counts" means beside the headlines; empty where no headline is said with more."""
    if not any(with_more_counts(report, verdict) for verdict in report.verdicts):
        return ""
    scores = report.earlier or {}
    number, counts_here = len(scores["origins"][-1]["weighed"]), len(weighed(report))
    return f"“With {number} counts”: conditioned, like the forecasts from earlier days, on {number} reported counts instead of the {counts_here} of this report."


def weighed(report: Report) -> set[str]:
    """Ids of the counts this report weighs."""
    return {str(row["id"]) for row in report.evidence if row.get("weight_loss") is not None}


def other_counts(report: Report, scores: Mapping[str, Any]) -> bool:
    """True if what is kept beside the scenario is known to weigh other counts than this report."""
    weighed_counts = scores.get("weighed")
    return weighed_counts is not None and set(weighed_counts) != weighed(report)


def comparison_cells(row: Mapping[str, Any]) -> Row:
    """One target: the model's score, the best baseline's, and every baseline that did clearly better."""
    return {
        "target": clean(row["target"]),
        "metric": METRICS.get(row["metric"], clean(row["metric"])),
        "n": str(row["n"]),
        "model": f"{row['model']:.3g}",
        "baseline": clean(row["best_rival"]),
        "best": "" if row["best"] is None else f"{row['best']:.3g}",
        "difference": difference(row),
        "loses_to": ", ".join(clean(name) for name in beaten_by(row)) or "none",
    }


def difference(row: Mapping[str, Any]) -> str:
    """The model's score less the best baseline's, with its interval; a dash where nobody measured it."""
    values = [row.get(name) for name in ("difference", "difference_low", "difference_high")]
    if None in values:
        return "-"
    gap, low, high = (f"{value:+.2g}".replace("-", "−") for value in values)
    return gap if low == high else f"{gap} ({low} to {high})"


def origin(row: Mapping[str, Any]) -> Row:
    """One origin: how many counts were weighed and how many effective runs they left."""
    return {
        "day": row["origin"],
        "counts": str(len(row["weighed"])),
        "ess": number(round(row["ess"])),
    }

"""What the page of a sweep says, as text, from its points and rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sim.app.sweeps.figures import FIT, Pictures
from sim.app.sweeps.ranking import Ranking
from sim.app.sweeps.result import SweepResult, latest_estimate, point_text, used_counts
from sim.app.sweeps.setting_names import parameter_label, setting_meaning
from sim.base.compiled import LAW_VERSION
from sim.claims.definitions import definition_text
from sim.claims.sentences import claim_names
from sim.claims.types import Claim, Definition
from sim.explore.axes import Axis, prior_of
from sim.explore.definition_axes import claims_with_choice, meanings_of
from sim.explore.settings import Setup, split_name
from sim.law.parameters import PARAMETERS
from sim.output.json_documents import versions
from sim.page.sections.inputs import full_meaning
from sim.page.sections.table_rows import prior_text
from sim.page.sweep import Section, SweepPage
from sim.plots.drawing.bars import InputBar
from sim.plots.drawing.text import digits, number, percent
from sim.scenario.scenario import Scenario

MOST_FAILED = 50  # points listed; the table has them all
DESIGNS = {
    "lhs": "a Latin hypercube (every range is covered evenly, whatever the others do).",
    "sobol": "a shifted Sobol sequence (the space is filled evenly).",
    "grid": "a grid (every combination of equal steps and listed values).",
    "morris": "Morris trajectories (one setting changes from point to point; mu* is the mean size of its effect).",
    "saltelli": "a Saltelli design (for Sobol indices: which share of the variance a setting accounts for).",
    "tipping": "coarse first, then near the contours of 5, 50 and 95 %.",
    "optimise": "a search for the settings that agree best with the reports (Optuna).",
    "file": "the points of a file.",
}
EVEN = ("lhs", "sobol", "grid")  # designs that more points of the same kind make finer
MOST_PLACES = 12  # settings shown of the lowest and the highest point


def page_of(swept: SweepResult, rankings: Mapping[str, Ranking], pictures: Pictures) -> SweepPage:
    """The page of a finished sweep; the same for the same points and rows."""
    job, scenario = swept.job, swept.scenario
    names = claim_names(scenario.claims, names=scenario.names)
    return SweepPage(
        title=scenario.title or scenario.name,
        scenario=scenario.name,
        as_of=str(scenario.calendar.as_of),
        design=DESIGNS[job.design],
        head=f"{len(swept.points):,} points of {swept.sweep.runs:,} runs · seed {job.seed} · evidence {job.evidence}",
        sentences=bottom_line(swept, rankings),
        warnings=warnings(swept),
        varied=varied_rows(swept),
        best=[as_sentence(text) for text in swept.best_sentences()],
        fit=next(iter(pictures.drawn.get(FIT, ())), None),
        sections=[target_section(swept, name, rankings[name], pictures) for name in swept.targets],
        claims=[(names[claim.id], definitions(swept, claim)) for claim in scenario.claims if claim.testable],
        sources=source_rows(swept),
        failed=failed_points(swept),
        missing=missing_notes(swept),
        go_on=next_steps(swept),
        command=job.command,
        origins=[("runs a point", f"{swept.sweep.runs:,}"), *versions(LAW_VERSION).items()],
    )


def as_sentence(text: str) -> str:
    """A sentence with its first letter raised and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def level_text(value: float, share: bool) -> str:
    """A probability or a level."""
    return percent(value) if share else number(value)


def bottom_line(swept: SweepResult, rankings: Mapping[str, Ranking]) -> list[str]:
    """For each target how far the points range, where, and what it is correlated with most."""
    sentences = []
    for target in swept.targets:
        name, share = swept.label(target), swept.is_share(target)
        ends = swept.extremes(target)
        if ends is None:
            sentences.append(f"{name}: no point has a number.")
            continue
        (low, first), (high, last) = ends
        if first == last:
            sentences.append(
                f"{name}: {level_text(low, share)}, {swept.constant_text(target)}, {swept.stage(target)}."
            )
            continue
        text = f"{name}: from {level_text(low, share)} to {level_text(high, share)}, {swept.stage(target)}."
        clear_names = [parameter_label(bar.name) for bar in rankings[target].bars if bar.main[1] > 0][:3]
        sentences.append(
            f"{text} Most associated with it: {'; '.join(clear_names)}." if clear_names else text
        )
    return sentences


def warnings(swept: SweepResult) -> list[str]:
    """What weakens the numbers."""
    sentences = []
    if swept.tally.failed:
        sentences.append(
            f"{swept.tally.failed:,} of {len(swept.points):,} points failed; they are listed below."
        )
    if swept.thin:
        sentences.append(
            f"{swept.thin:,} points have an effective sample size below 20 after conditioning and are reported under the prior."
        )
    return sentences


def varied_rows(swept: SweepResult) -> list[dict[str, str]]:
    """One row per setting."""
    names = {axis.name: axis for axis in swept.axes}
    return [varied_row(names.get(name) or axis_of(name, swept), swept.setup) for name in swept.varied]


def axis_of(name: str, swept: SweepResult) -> Axis:
    """A column of a file of points as an axis of listed values."""
    return Axis(name, values=tuple(dict.fromkeys(point[name] for point in swept.points)))


def varied_row(axis: Axis, base: Setup) -> dict[str, str]:
    """One setting: meaning, unit, the values it took, and what the scenario itself says."""
    parameter = PARAMETERS.get(axis.name.removeprefix("law."))
    values = f"{axis.low:.6g} to {axis.high:.6g}" if axis.ranged else ", ".join(map(value_text, axis.values))
    return {
        "name": axis.name,
        "meaning": full_meaning(parameter.name) if parameter else setting_meaning(axis.name, base.scenario),
        "unit": parameter.unit if parameter and parameter.unit != "1" else "",
        "values": values if len(values) <= 200 else f"{len(axis.values)} listed values",
        "own": scenario_value(axis.name, base),
    }


def value_text(value: float | str) -> str:
    """A value as people write it."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def scenario_value(name: str, base: Setup) -> str:
    """What the scenario itself says about a setting."""
    scenario = base.scenario
    group, middle, field = split_name(name)
    definition_name = name.removeprefix("definition.")
    if group == "law":
        return prior_text(prior_of(scenario, name.removeprefix("law.")))
    if group == "words":
        return value_text(float(getattr(scenario.semantics, field)))
    if group == "source":
        return value_text(float(getattr(scenario.sources[middle], field)))
    if group == "count":
        count = next(stock for stock in scenario.counts if stock.id == middle)
        return f"{count.low:g} to {count.high:g}" if field == "exactly" else value_text(getattr(count, field))
    if definition_name in meanings_of(scenario):
        return value_text(float(meanings_of(scenario)[definition_name].value))
    if definition_name in claims_with_choice(scenario):
        return next(claim.headline for claim in scenario.claims if claim.id == definition_name)
    if name == "start":
        return ", ".join(f"{tracker.id} (weight {tracker.weight:g})" for tracker in scenario.trackers)
    return base.evidence if name == "evidence" else "none"


def target_section(swept: SweepResult, target: str, ranking: Ranking, pictures: Pictures) -> Section:
    """One target."""
    share = swept.is_share(target)
    return Section(
        name=swept.label(target),
        when=swept.stage(target),
        figures=pictures.drawn[target],
        index=as_sentence(ranking.main).removesuffix("."),
        other=ranking.other and as_sentence(ranking.other).removesuffix("."),
        ranked=[ranked_row(bar, share, swept.scenario) for bar in ranking.bars],
        ends=any(bar.ends for bar in ranking.bars),
        why_not=ranking.why_not,
        places=extreme_settings(swept, target, ranking),
    )


def extreme_settings(
    swept: SweepResult, target: str, ranking: Ranking
) -> tuple[str, str, list[dict[str, str]]]:
    """Lowest and highest number of a target, and the settings of both points, the strongest first; no rows if they are one."""
    ends = swept.extremes(target)
    if ends is None or ends[0][1] == ends[1][1]:
        return "", "", []
    (low, first), (high, last) = ends
    order = {bar.name: place for place, bar in enumerate(ranking.bars)}
    names = sorted(swept.points[first], key=lambda name: order.get(name.removeprefix("law."), len(order)))
    share = swept.is_share(target)
    rows = [
        {
            **name_cells(name, swept.scenario),
            "lowest": three_digits(swept.points[first][name]),
            "highest": three_digits(swept.points[last][name]),
        }
        for name in names[:MOST_PLACES]
    ]
    return level_text(low, share), level_text(high, share), rows


def name_cells(name: str, scenario: Scenario) -> dict[str, str]:
    """A setting in words, and its dotted name."""
    bare_name = name.removeprefix("law.")
    words = parameter_label(name) if bare_name in PARAMETERS else setting_meaning(name, scenario)
    return {"words": words, "name": bare_name}


def three_digits(value: float | str) -> str:
    """Three significant digits; words as they are."""
    return digits(value) if isinstance(value, float) else str(value)


def ranked_row(bar: InputBar, share: bool, scenario: Scenario) -> dict[str, str]:
    """One setting in the ranking."""
    value, low, high = bar.main
    lowest, highest = (level_text(end, share) for end in bar.ends) if bar.ends else ("", "")
    return {
        **name_cells(bar.name, scenario),
        "value": f"{value:.2g}",
        "interval": f"{low:.2g} to {high:.2g}",
        "other": f"{bar.other[0]:.2g}" if bar.other else "",
        "lowest": lowest,
        "highest": highest,
    }


def definitions(swept: SweepResult, claim: Claim) -> list[dict[str, str]]:
    """Every definition of a claim over the points."""
    return [definition_row(swept, claim, definition) for definition in claim.definitions]


def definition_row(swept: SweepResult, claim: Claim, definition: Definition) -> dict[str, str]:
    """One definition; read for itself, whatever definition a point chooses."""
    values = [latest_estimate(row, f"{claim.id}.{definition.id}") for row in swept.rows]
    defined_values = [value for value in values if value is not None]
    quantiles = (
        [percent(float(value)) for value in np.quantile(defined_values, (0, 0.5, 1))]
        if defined_values
        else ["–"] * 3
    )
    return {
        "text": definition_text(definition, swept.scenario.names),
        "headline": "yes" if definition.id == claim.headline else "",
        **dict(zip(("lowest", "middle", "highest"), quantiles, strict=True)),
        "known": f"{len(defined_values):,} of {len(values):,}",
    }


def source_rows(swept: SweepResult) -> list[dict[str, str]]:
    """The sources whose counts are in the likelihood."""
    scenario = swept.scenario
    counts_used = used_counts(scenario, swept.setup.evidence)
    source_table = []
    for name in dict.fromkeys(count.source for count in counts_used):
        source = scenario.sources[name]
        own_settings = [text for text in swept.varied if text.startswith(f"source.{name}.")]
        source_table.append(
            {
                "name": source.name,
                "counts": str(sum(count.source == name for count in counts_used)),
                "unreliable": value_text(source.unreliable),
                "noise": value_text(source.noise),
                "varied": ", ".join(sorted(own_settings)) or "no",
            }
        )
    return source_table


def failed_points(swept: SweepResult) -> list[dict[str, str]]:
    """The first points that failed, with their settings and errors."""
    rows = [
        {"point": str(number), "settings": point_text(point, len(point)), "error": row["error"]}
        for number, (point, row) in enumerate(zip(swept.points, swept.rows, strict=True))
        if row["error"]
    ]
    return rows[:MOST_FAILED]


def missing_notes(swept: SweepResult) -> list[str]:
    """How many points failed, lost runs, or have no number."""
    rows = swept.rows
    failed_count = sum(bool(row["error"]) for row in rows)
    partly = sum(bool(row["runs_failed"]) and not row["error"] for row in rows)
    lines = [f"{failed_count:,} of {len(rows):,} points failed." if failed_count else "No point failed."]
    if failed_count > MOST_FAILED:
        lines.append(f"The first {MOST_FAILED} are listed; sweep.csv has them all.")
    if partly:
        lines.append(f"{partly:,} points lost some of their runs; they are judged by the rest.")
    for target in swept.targets:
        empty = sum(value is None for value in swept.values(target)) - failed_count
        if empty > 0:
            name = swept.label(target)
            lines.append(f"{name}: {empty:,} points have no number, because too few of their runs define it.")
    return lines


def next_steps(swept: SweepResult) -> list[str]:
    """What the next command might be."""
    lines = [
        "Repeating the command computes only missing points: finished points are reused"
        + (", points that failed are tried again." if swept.tally.failed else ".")
    ]
    job = swept.job
    if job.design in EVEN:
        lines.append(
            f"More points (points={2 * len(swept.points)}) or more runs a point (runs={2 * swept.sweep.runs}) sharpen the picture."
        )
    if job.design == "optimise":
        lines.append(f"points={2 * len(swept.points)} continues the search from these points.")
    if swept.is_plane and job.design in EVEN:
        lines.append("design=tipping puts points near the contours of 5, 50 and 95 % instead of everywhere.")
    if swept.thin:
        lines.append(
            "evidence=none analyses the model itself; the posterior needs some thousands of runs per point."
        )
    lines.append(
        "sim sensitivity ranks every parameter, source and definition for the scenario's own priors."
    )
    return lines

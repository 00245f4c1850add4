"""Priors learned over wars in the exam: ``python -m tools.docs.population_effect [RUNS]`` measures, without words the table is written again.

Every campaign is examined with the priors of the code and, same random numbers, with those learned without its own country and
time. docs/population_effect.json holds the figures; the table in docs/record.md is written from it, never by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sim.app.exam.ablation import COLUMNS, format_cell
from sim.app.exam.record import examine_all, with_population_priors
from sim.base.compiled import LAW_VERSION
from sim.base.errors import DONE
from sim.exam.ablation_effect import Parts, all_scores, differences, parts
from sim.exam.collect import make_table
from sim.exam.origin_scenario import from_history
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.stock_scores import claim_rows, stock_rows
from sim.output.json_documents import write_json
from sim.output.markdown_table import table
from sim.scenario.blocks.population import ALL, NONE, read_index
from sim.scenario.campaign import campaign_names, read_campaign
from sim.session.exit_codes import guarded, usage
from tools.docs.generated_blocks import checkout_file, write_parts

FILE, DOCUMENT, PART = "docs/population_effect.json", "docs/record.md", "population"
SEED, WORKERS = 1, 1
MEANINGS = {NONE: "priors of the code", ALL: "learned without the war's own country and time"}
FIRST = "priors"


def measure(runs: int) -> dict[str, Any]:
    """Figures with either, and their difference with its standard error over campaigns."""
    sheets: dict[str, list[OriginAnswers]] = {NONE: [], ALL: []}
    for name in campaign_names():  # one campaign after the other, so that both are measured in the same hour
        for which, answers in sheets.items():
            answers += examine_all(
                [read_campaign(name)],
                runs,
                SEED,
                WORKERS,
                setting=with_population_priors(from_history, which),
            )
        sys.stdout.write(f"{name}\n")
        sys.stdout.flush()
    scores = {which: scored(answers) for which, answers in sheets.items()}
    rows = [
        {FIRST: which, **all_scores(answers), **({} if which == NONE else differences(answers, scores[NONE]))}
        for which, answers in scores.items()
    ]
    return {
        "schema": "sim.population_effect/1",
        "law_version": LAW_VERSION,
        "runs": runs,
        "seed": SEED,
        "campaigns": len(campaign_names()),
        "origins": len(sheets[NONE]),
        "populations": read_index()["without"],
        "rows": rows,
        "by_campaign": by_campaign(scores),
    }


def scored(sheets: Sequence[OriginAnswers]) -> dict[str, Parts]:
    """Every score as its parts by campaign."""
    return parts(make_table(sheets, baselines=False), stock_rows(sheets), claim_rows(sheets))


def by_campaign(scores: Mapping[str, Mapping[str, Parts]]) -> list[dict[str, Any]]:
    """Brier score of units and CRPS of counts of each campaign with either."""
    rows = []
    for place, name in enumerate(campaign_names()):
        row: dict[str, Any] = {"campaign": name}
        for key in ("unit_brier", "crps"):
            for which, found in scores.items():
                value, weight = (float(side[place]) for side in found[key])
                row[f"{key}_{which}"] = value / weight if weight else None
        rows.append(row)
    return rows


def body(effect: Mapping[str, Any]) -> str:
    """Both rows and the difference, then campaign by campaign."""
    names = list(COLUMNS)[1:]
    head = (FIRST, *(COLUMNS[name] for name in names))
    none, learned = effect["rows"]
    plain = [
        (
            MEANINGS[row[FIRST]],
            *(
                format_cell(
                    {**row, "mechanism": ""} | dict.fromkeys([f"{name}_change" for name in names]), name
                )
                for name in names
            ),
        )
        for row in (none, learned)
    ]
    change = ("change (standard error)", *(format_cell({**learned, "mechanism": ""}, name) for name in names))
    notes = (
        f"{effect['campaigns']} campaigns, {effect['origins']} origins, {effect['runs']:,} runs each, seed {effect['seed']}, same random "
        f"numbers, `start=history`, law `{effect['law_version']}`; standard errors by bootstrap over campaigns."
    )
    columns = ("campaign", "units: Brier, code", "learned", "CRPS, code", "learned")
    lines = [
        (
            row["campaign"],
            *(cell(row[f"{key}_{which}"]) for key in ("unit_brier", "crps") for which in (NONE, ALL)),
        )
        for row in effect["by_campaign"]
    ]
    return f"{table(head, [*plain, change])}\n\n{notes}\n\n{table(columns, lines)}"


def cell(value: float | None) -> str:
    """Three digits."""
    return "-" if value is None else f"{value:.3f}"


def main(words: Sequence[str] = ()) -> int:
    """Measure if a number of runs is given, and write the table; returns the exit code."""
    if len(words) > 1 or not all(word.isdigit() for word in words):
        raise usage(f"{' '.join(words)!r} is not understood; expected nothing, or the number of runs")
    if words:
        write_json(checkout_file(FILE), measure(int(words[0])))
    effect = json.loads(checkout_file(FILE).read_text(encoding="utf-8"))
    sys.stdout.write(f"{write_parts(DOCUMENT, {PART: body(effect)})}\n")
    return DONE


if __name__ == "__main__":
    sys.exit(guarded(lambda: main(sys.argv[1:])))

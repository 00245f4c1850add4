"""The past calls of an exam as the document that comes with the program: what calibrates the verdicts on other wars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.compiled import LAW_VERSION
from sim.calibration.calls import SCHEMA, box_of, digest_of
from sim.calibration.topics import PLACE, Asked, asked_of, class_of
from sim.claims.types import Claim
from sim.exam.calibration.bands import past_counts
from sim.exam.origin_sheet import OriginAnswers
from sim.exam.questions import SAME, Paper
from sim.exam.standard_questions import known
from sim.exam.stock_scores import claim_rows
from sim.exam.table import MODEL, QuestionTable
from sim.exam.truth import analysed_map
from sim.scenario.campaign import Campaign
from sim.scenario.files.hashing import digest
from sim.scenario.files.resolved import plain

DIGITS = 2  # of the chances of places: there are thousands, and equal ones stand together
Row = dict[str, Any]


def past_calls(
    sheets: Sequence[OriginAnswers],
    table: QuestionTable,
    dates: Sequence[Row],
    runs: int,
    seed: int,
    start: str,
) -> Row:
    """``past_calls.json``: every standard question and claim, the places by equal chances, and the known counts.

    dates   of ``stock_rows``
    """
    campaigns = {sheet.paper.campaign.name: sheet.paper.campaign for sheet in sheets}
    names = sorted(campaigns)
    rows = [*standard_question_rows(sheets, names), *place_rows(table, names)]
    topics = sorted({row["topic"] for row in rows})
    columns = ("campaign", "topic", "days", "p", "number", "true")
    document: Row = {
        "schema": SCHEMA,
        "law_version": LAW_VERSION,
        "priors": priors_hash([campaigns[name] for name in names]),
        "runs": runs,
        "seed": seed,
        "start": start,
        "campaigns": [war_row(campaigns[name]) for name in names],
        "topics": topics,
        "calls": {
            name: [topics.index(row[name]) if name == "topic" else row[name] for row in rows] for name in columns
        },
        "claims": past_claims(sheets, names),
        "counts": past_counts(dates, names),
    }  # fmt: skip
    return {**document, "digest": digest_of(document)}


def standard_question_rows(sheets: Sequence[OriginAnswers], names: Sequence[str]) -> list[Row]:
    """One row a standard question with a known answer."""
    return [
        {
            "campaign": names.index(sheet.paper.campaign.name),
            "topic": class_of(question.topic, sheet.paper.last == question.side),
            "days": question.horizon,
            "p": round(float(sheet.answers.standard[0][place]), 3),
            "number": 1,
            "true": question.outcome,
        }
        for sheet in sheets
        for place, question in known(sheet.paper.standard_questions)
        if np.isfinite(sheet.answers.standard[0][place])
    ]


def place_rows(table: QuestionTable, names: Sequence[str]) -> list[Row]:
    """Units near a front, named places and capitals, those of equal chance, campaign and horizon together."""
    bins: dict[tuple[int, bool, int, float], list[int]] = {}
    same_mover, chances = table.who == SAME, np.round(table.p[MODEL], DIGITS)
    questions = zip(table.campaign, same_mover, table.horizon, chances, table.happened, strict=True)
    for name, moving, days, p, came_true in questions:
        calls = bins.setdefault((names.index(str(name)), bool(moving), int(days), float(p)), [0, 0])
        calls[0] += 1
        calls[1] += int(came_true)
    return [
        {
            "campaign": campaign,
            "topic": class_of(PLACE, moving),
            "days": days,
            "p": p,
            "number": n,
            "true": true,
        }
        for (campaign, moving, days, p), (n, true) in sorted(bins.items())
    ]


def past_claims(sheets: Sequence[OriginAnswers], names: Sequence[str]) -> list[Row]:
    """One row per claim whose outcome is known."""
    classes = {
        (sheet.paper.campaign.name, claim.id): asked_class(claim, sheet.paper)
        for sheet in sheets
        for claim in sheet.claims
    }
    rows = []
    for row in claim_rows(sheets):
        claim_class = classes[row["campaign"], row["claim"]]
        rows.append(
            {
                "group": names.index(row["campaign"]), "id": row["claim"], "topic": claim_class.topic,
                "contrary": claim_class.contrary, "days": claim_class.days, "past": claim_class.past, "p": round(row["p"], 3), "happened": bool(row["happened"]),
            }
        )  # fmt: skip
    return rows


def asked_class(claim: Claim, paper: Paper) -> Asked:
    """What a claim's headline asks, by the map an analyst had at the origin and by who moved last."""
    scenario, sides = paper.campaign.scenario, paper.campaign.sides
    holder, _ = analysed_map(paper.campaign, paper.origin)

    def holds(faction: str, places: list[str]) -> bool:
        rows = [scenario.terrain.row[place] for place in places]
        return bool(rows) and bool(np.mean(holder[rows] == scenario.faction_ids.index(faction)) > 0.5)

    def moving(faction: str, enemies: bool) -> bool:
        index = scenario.faction_ids.index(faction) if faction else -1
        side = next((number for number, factions in enumerate(sides) if index in factions), None)
        return side is not None and paper.last == (1 - side if enemies else side)

    headline = next(definition for definition in claim.definitions if definition.id == claim.headline)
    return asked_of(headline, holds, moving)


def war_row(campaign: Campaign) -> Row:
    """Name, group, first and last day, and the box of a campaign."""
    terrain = campaign.scenario.terrain
    bounds = box_of(terrain.lon, terrain.lat)
    box = [round(degrees, 2) if np.isfinite(degrees) else None for degrees in bounds]
    days = [row.day for row in campaign.holdings]
    return {
        "name": campaign.name,
        "group": campaign.group,
        "from": min(days).isoformat(),
        "until": campaign.known_until.isoformat(),
        "box": box,
    }


def priors_hash(campaigns: Sequence[Campaign]) -> str:
    """16 hex digits over the priors of the law in all campaigns."""
    priors = [
        [
            campaign.name,
            {name: repr(law_prior.prior) for name, law_prior in sorted(campaign.scenario.law.items())},
        ]
        for campaign in campaigns
    ]
    return digest(plain(priors))[:16]

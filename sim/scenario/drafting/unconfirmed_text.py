"""Words that several descriptions share."""

from __future__ import annotations

from collections.abc import Mapping

from sim.scenario.scenario import Scenario

NOT_STATED = "not said"  # kind of a source nobody has described yet
RELATED = {
    "controls": "held by",
    "contests": "contested by",
    "gained": "gained by",
    "lost": "lost by",
    "recaptured": "recaptured by",
}
UNCHANGED, NEVER, CHANGED = "unchanged since", "never frozen", "changed since"
HOW_TO_FREEZE = "to freeze them before looking at any verdict, write the value of sim.scenario.reader.freeze_hash for priors.yaml under frozen.sha256, and the date under frozen.date"


def freeze_state(frozen: Mapping[str, str]) -> str:
    """UNCHANGED, NEVER or CHANGED: whether priors are what they were on the day they were frozen, if they ever were."""
    if frozen.get("sha256", "pending") == "pending":
        return NEVER
    return UNCHANGED if frozen.get("valid") == "true" else CHANGED


def frozen_text(frozen: Mapping[str, str]) -> str:
    """The same in words, with the day; how to freeze where nobody has."""
    state = freeze_state(frozen)
    if state == NEVER:
        return f"priors {state}; {HOW_TO_FREEZE}"
    return f"priors frozen on {frozen['date']}, {state}"


def unconfirmed_text(scenario: Scenario) -> str:
    """What nobody has confirmed and counts all the same, and what is left out; empty if there is nothing."""
    used_ids = [draft.id for draft in scenario.unconfirmed if draft.used]
    omitted_ids = [draft.id for draft in scenario.unconfirmed if not draft.used]
    parts = [f"unconfirmed drafts used: {', '.join(used_ids)}"] if used_ids else []
    parts += [f"drafts left out because they have gaps: {', '.join(omitted_ids)}"] if omitted_ids else []
    return "; ".join(parts)

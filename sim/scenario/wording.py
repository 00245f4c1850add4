"""Words that several descriptions share."""

from __future__ import annotations

from sim.scenario.scenario import Scenario

NOT_SAID = "not said"  # kind of a source nobody has described yet
RELATED = {
    "controls": "held by",
    "contests": "contested by",
    "gained": "gained by",
    "lost": "lost by",
    "recaptured": "recaptured by",
}


def unconfirmed_text(scenario: Scenario) -> str:
    """What nobody has confirmed and counts all the same, and what is left out; empty if there is nothing."""
    used = [one.id for one in scenario.unconfirmed if one.used]
    left = [one.id for one in scenario.unconfirmed if not one.used]
    parts = [f"drafts used although nobody has confirmed them: {', '.join(used)}"] if used else []
    parts += [f"drafts left out because they have gaps: {', '.join(left)}"] if left else []
    return "; ".join(parts)

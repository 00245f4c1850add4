"""Verdicts as sentences for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sim.claims.definitions import definition_text
from sim.claims.kind import Names
from sim.claims.likelihood_words import percent, verdict_word
from sim.claims.types import Claim, DefinitionVerdict, Estimate, Verdict

# in place of a likelihood word, where the record of other wars backs no answer
COIN = "no better than a coin"
ALIKE = 40  # letters of a name that remain wherever it is cut


def model_estimate(verdict: DefinitionVerdict) -> Estimate:
    """The estimate after the evidence, or before it where there is none."""
    return verdict.prior if verdict.posterior is None else verdict.posterior


def calibrated_estimate(verdict: DefinitionVerdict) -> Estimate:
    """The estimate that words and headlines use: the calibrated one with the interval of its fit, else ``spoken``."""
    value, calibrated = model_estimate(verdict), verdict.calibrated
    if calibrated is None:
        return value
    return replace(value, p=calibrated.p, low=calibrated.low, high=calibrated.high)


def uninformed(verdict: DefinitionVerdict) -> bool:
    """True where the record of other wars allows nothing but one half, so that the number says nothing."""
    return verdict.calibrated is not None and verdict.calibrated.most == 0.5


def likelihood(verdict: DefinitionVerdict, scale: str) -> str:
    """The word of the number that headlines use, or that it is no better than a coin; empty without a number."""
    p = calibrated_estimate(verdict).p
    if p is None:
        return ""
    return COIN if uninformed(verdict) else verdict_word(p, verdict.capped, scale)


def model_text(verdict: DefinitionVerdict) -> str:
    """``the model alone: 95 %``; empty where nothing was calibrated."""
    value = model_estimate(verdict)
    if verdict.calibrated is None or value.p is None:
        return ""
    return f"the model alone: {percent(value.p, value.ess)}"


def interval_text(value: Estimate) -> str:
    """``between 20 % and 60 %``; empty without numbers."""
    if value.low is None or value.high is None:
        return ""
    return f"between {percent(value.low)} and {percent(value.high)}"


def definition_sentence(verdict: DefinitionVerdict) -> str:
    """Word, number and interval of one definition, or why there is no word; numbers are shown where there are any."""
    value = calibrated_estimate(verdict)
    if value.p is None:
        return f"no number: {verdict.why_not}"
    if not verdict.graded:
        return f"not graded, {verdict.why_not}: {interval_text(value)}"
    word = verdict.word if verdict.word_high is None else f"{verdict.word} to {verdict.word_high}"
    ends = f"{percent(value.low or 0.0)} to {percent(value.high or 0.0)}"
    number = f"{percent(value.p, value.ess)}, {100 * verdict.level:g} % interval {ends}"
    capped = f"no nearer to certain: {verdict.capped}" if verdict.capped else ""
    return f"{word} ({'; '.join(filter(None, (number, capped, model_text(verdict))))})"


def spread_text(verdict: Verdict) -> str:
    """How far the definitions of a claim disagree; empty if there is but one with a number."""
    shares = [
        value.p for definition in verdict.definitions if (value := model_estimate(definition)).p is not None
    ]
    if len(shares) < 2:
        return ""
    low, high = percent(min(shares)), percent(max(shares))
    if low == high:
        return f"; all {len(shares)} definitions give {low}"
    return f"; {len(shares)} definitions give {low} to {high}"


def sentence(verdict: Verdict) -> str:
    """The bottom line of a claim, computed: what is claimed, how likely it is, how far the definitions disagree.

    Likelihood only: how far the runs can be trusted is reported elsewhere.
    """
    claim, headline = verdict.claim, verdict.headline
    if not claim.testable or headline is None:
        meaning = claim.text or claim.quote or in_words(claim.id)
        return f"{capital(meaning)}: not testable, {claim.why_not_testable or 'no definition was given'}"
    stage_text = ", before any evidence" if headline.posterior is None else ""
    meaning = claim.text or headline.text
    return f"{capital(meaning)}: {definition_sentence(headline)}{stage_text}{spread_text(verdict)}"


def claim_name(claim: Claim, note: str = "") -> str:
    """The claim as people read it: its title, else quoted words, else what it says, else its statement's ``note``."""
    return claim.title or (f"“{claim.quote}”" if claim.quote else claim.text or note or in_words(claim.id))


def claim_names(
    claims: Sequence[Claim], notes: Mapping[str, str] | None = None, names: Names | None = None
) -> dict[str, str]:
    """Claim id -> name, all different: where quotes are equal or begin alike, what the headline means in their place.

    notes   statement id -> note
    """
    names_by_claim = {claim.id: claim_name(claim, (notes or {}).get(claim.statement, "")) for claim in claims}
    beginnings = Counter(beginning(name) for name in names_by_claim.values())
    distinct_names = {
        claim.id: names_by_claim[claim.id]
        if beginnings[beginning(names_by_claim[claim.id])] == 1
        else headline_text(claim, names)
        for claim in claims
    }
    name_counts = Counter(distinct_names.values())
    return {
        key: name if name_counts[name] == 1 else f"{name} ({in_words(key)})"
        for key, name in distinct_names.items()
    }


def beginning(name: str) -> str:
    """What is left of a name where it is cut, without case and quotation marks."""
    return " ".join(name.strip("“”").casefold().split())[:ALIKE]


def headline_text(claim: Claim, names: Names | None) -> str:
    """What a claim's headline means, in words; its id if it has none."""
    headline = claim.headline_definition
    return in_words(claim.id) if headline is None else definition_text(headline, names or Names())


def in_words(name: str) -> str:
    """An id as words."""
    return name.replace("_", " ")


def capital(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]

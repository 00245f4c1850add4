"""Statements without numbers: tag, quote, negation, speaker; and the seed report in its roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

import sim
from sim.claims.kinds import KINDS as JUDGED
from sim.reading import claims as room
from sim.reading.claim_grammar import guards
from sim.reading.claim_grammar.patterns import ClaimClause, ClaimPattern
from sim.reading.claim_grammar.rules import RULES
from sim.reading.claim_grammar.word_classes import KINDS, ROLES
from sim.reading.claims import KEYS, read_claims
from sim.reading.quantities import read_quantities
from tests.reading.claim_sentences import SENTENCES, TAGS


def tags(text: str) -> set[str]:
    """Tags of the statements of a text that are not denied."""
    return {row["tag"] for row in read_claims(text) if not row["negated"]}


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The advance is losing steam.", "losing_momentum"),
        ("Their drive has stalled outside the valley.", "losing_momentum"),
        ("The campaign is grinding to a halt.", "losing_momentum"),
        ("The rebels are gaining momentum in the south.", "gaining_momentum"),
        ("The offensive is picking up speed.", "gaining_momentum"),
        ("The junta keeps losing ground along the river.", "losing_ground"),
        ("The militia was driven out of the delta.", "losing_ground"),
        ("Loyalist units regained control over the lost districts.", "regained"),
        ("The front lacks the strength to take the capital.", "cannot_capture_city"),
        ("They cannot hold any major city.", "cannot_capture_city"),
        ("The front could seize the capital within weeks.", "will_capture_city"),
        ("The capital might fall before the rains.", "will_capture_city"),
        ("The minister vowed to retake the valley.", "will_recapture"),
        ("Morale in the garrisons is low.", "low_effectiveness"),
        ("The local police is not very effective.", "low_effectiveness"),
        ("Both sides agreed on a truce.", "ceasefire"),
        ("A round of talks is scheduled for Friday.", "talks_planned"),
        ("Hundreds of soldiers crossed the border at night.", "border_crossings"),
        ("Fighting was reported on the outskirts of two cities.", "cities_pressed"),
        ("The pullout of foreign troops went on.", "outside_withdrawal"),
    ],
)
def test_a_statement_is_tagged(text: str, tag: str) -> None:
    assert tag in tags(text)


@pytest.mark.parametrize(
    "text",
    [
        "The brewery is losing money.",
        "The column reached the river on Monday.",
        "Farmers brought in the harvest.",
        "The minister plans to regain weight.",
        "The rebels hope to push the army out.",
    ],
)
def test_an_ordinary_sentence_has_no_statement_that_happened(text: str) -> None:
    assert tags(text) - {"will_recapture"} == set()


@pytest.mark.parametrize(
    "text",
    [
        "The offensive is not losing steam.",
        "The envoy denied that the offensive is losing steam.",
        "The offensive never lost momentum.",
        "The envoy rejected reports that the new summer offensive in the hills is losing steam.",
    ],
)
def test_a_denied_statement_is_marked(text: str) -> None:
    (row,) = [row for row in read_claims(text) if row["tag"] == "losing_momentum"]
    assert row["negated"] is True


def test_a_statement_that_denies_by_itself_is_not_denied_again() -> None:
    (row,) = read_claims("The front has no resources to take the capital.")
    assert (row["tag"], row["negated"]) == ("cannot_capture_city", False)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The advance has stalled, Colonel Anna Orm said.", "Colonel Anna Orm"),
        ("According to the monitor, the advance has stalled.", "monitor"),
        ("“The advance has stalled,” said Anna Orm, a spokeswoman.", "Anna Orm"),
        ("The envoy said that the advance has stalled.", "envoy"),
        ("The advance has stalled.", None),
        ("Raids were reported after the advance stalled.", None),
        ("The general staff said the advance had stalled.", "general staff"),
        ("The task force warned the advance had stalled.", "task force"),
        ("The envoy, citing residents, said the advance had stalled.", "envoy"),
        ("The envoy, speaking on state television, said the advance had stalled.", "envoy"),
        ("The army, in a statement, said the advance had stalled.", "army"),
        ("The minister, who took office in May, said the advance had stalled.", "minister"),
        (
            "The head of the military administration said the advance had stalled.",
            "head of the military administration",
        ),
        (
            "The advance has stalled, the Institute for the Study of War said.",
            "Institute for the Study of War",
        ),
        ("According to a spokesman for the junta, the advance has stalled.", "spokesman for the junta"),
    ],
)
def test_the_speaker_is_named_where_plain(text: str, speaker: str | None) -> None:
    (row,) = [row for row in read_claims(text) if row["tag"] == "losing_momentum"]
    assert row["speaker"] == speaker


def test_a_quote_is_cut_from_the_text_and_has_the_contract_s_keys() -> None:
    text = "Rain fell. The envoy said that the advance is losing steam, while two towns fell."
    (row,) = read_claims(text)
    assert tuple(row) == KEYS
    assert row["quote"] == "the advance is losing steam" == text[slice(*row["span"])]


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("The army regained four districts.", "recaptured"),
        ("The army lost nine towns in a month.", "lost"),
        ("The army has lost control of 90 square miles of the valley.", "lost"),
    ],
)
def test_a_statement_with_a_count_is_left_to_the_counts(text: str, relation: str) -> None:
    assert tags(text) == set()
    assert [row["relation"] for row in read_quantities(text)] == [relation]


def test_the_loss_of_a_share_of_what_was_held_is_said_beside_its_count() -> None:
    text = "The army has lost a third of the land it once held."
    assert tags(text) == {"losing_ground"}
    assert [row["relation"] for row in read_quantities(text)] == ["lost"]


def test_every_tag_has_a_role_and_proposes_kinds_that_exist() -> None:
    assert {rule.tag for rule in RULES} == set(ROLES)
    assert set(ROLES.values()) <= {"claim", "evidence", "event", "context"}
    assert {kind for kinds in KINDS.values() for kind in kinds} <= set(JUDGED)
    assert {tag for tag, role in ROLES.items() if role == "claim"} <= set(KINDS)


SEED = {  # statements of the seed report: phrases it quotes, or its facts in words of the project's own
    "T1": ("Their offensive is gradually running out of steam.", "losing_momentum", "claim"),
    "T2": (
        "The movement has no resources to capture and hold the major cities, including the country's capital city.",
        "cannot_capture_city",
        "claim",
    ),
    "T3": (
        "Government troops have managed to regain control over the lost districts in some provinces.",
        "regained",
        "claim",
    ),
    "T5": (
        "Early in August, numerous sorties were reported around major provincial cities.",
        "cities_pressed",
        "evidence",
    ),
    "T6": ("The combat effectiveness of regular units remains at a low level.", "low_effectiveness", "claim"),
    "T7": (
        "There were incidents of militants crossing en masse into the territory of two neighbours.",
        "border_crossings",
        "context",
    ),
    "T8": ("The delayed withdrawal of US troops is behind this activity.", "outside_withdrawal", "context"),
    "T9": ("A meeting of the expanded trio is scheduled for 11 August.", "talks_planned", "event"),
}


@pytest.mark.parametrize("statement", sorted(SEED))
def test_the_seed_report_s_statements_are_found_in_their_roles(statement: str) -> None:
    text, tag, role = SEED[statement]
    assert tags(text) == {tag}
    assert ROLES[tag] == role


def test_the_seed_report_as_one_text_yields_every_statement_and_its_count_once() -> None:
    count = "In a full-scale summer offensive, it has gained control of 80 to 100 new districts."
    text = " ".join([*(row[0] for row in SEED.values()), count])
    found: list[dict[str, Any]] = read_claims(text)
    assert sorted(row["tag"] for row in found) == sorted(row[1] for row in SEED.values())
    (quantity,) = read_quantities(text)
    assert (quantity["low"], quantity["high"], quantity["unit"], quantity["relation"]) == (
        80,
        100,
        "district",
        "gained",
    )


def test_the_public_name_is_this_function() -> None:
    assert sim.read_claims is read_claims


OTHERS = (  # for rows of tags without a letter
    "Fighting was reported on the outskirts of two cities.",
    "The pullout of foreign troops went on.",
    "The American pullout went on.",
)
NOT_READ = {  # known misses and false readings, so that a mend shows
    "Momentum has swung decisively to the government since the fall of the border crossing.",
    "The RSF swept across Gezira in December as army units melted away.",
    "Boko Haram has been confined to a few islands in Lake Chad, the president claimed.",
    "The army says the militants will never set foot in the provincial capital, let alone hold the city.",
    "One by one, the group's strongholds in the hills have been taken from it.",
    "Soldiers raised the flag over Marra again on Thursday after expelling the militia.",
    "The bank lost ground to its rivals last quarter.",
    "Manchester United regained momentum with a 3-1 win over City.",
    "The general's memoirs describe how his army retook the city in 1974.",
}


@pytest.mark.parametrize(("text", "must", "may"), SENTENCES, ids=[row[0] for row in SENTENCES])
def test_a_sentence_of_news_makes_its_statements_and_no_other(
    text: str, must: set[str], may: set[str]
) -> None:
    found = tags(text) & set(TAGS.values())
    right = must <= found <= must | may
    assert right is (text not in NOT_READ), found


def test_every_row_of_the_rules_holds_in_some_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    meant: set[ClaimPattern] = set()

    def noted(line: ClaimClause, row: ClaimPattern, places: Sequence[int], mood: str) -> bool:
        aside = guards.put_aside(line, row, places, mood)
        meant.update(() if aside else (row,))
        return aside

    monkeypatch.setattr(room, "put_aside", noted)
    for text in (*(row[0] for row in SENTENCES), *(row[0] for row in SEED.values()), *OTHERS):
        read_claims(text)
    assert [row for row in RULES if row not in meant] == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The offensive has stalled.", "The offensives have stalled."),
        ("The offensive has stalled.", "Offensive Stalls"),
        ("The offensive has stalled.", "The stalled offensive went into its third week."),
        ("The offensive has stalled.", "The counter-offensive has begun to slow."),
        ("The offensive has stalled.", "The offensive that began in May appears to have stalled."),
        ("The offensive has stalled.", "The offensive, launched by the alliance in May, has stalled."),
        ("The offensive has stalled.", "A slowdown of the offensive is likely."),
        ("The offensive has stalled.", "The offensive is expected to culminate before winter."),
        ("The offensive has stalled.", "Minefields have slowed the offensive."),
        ("The advance is losing steam.", "The pace of the advance has decreased."),
        ("The advance is losing steam.", "A decrease in momentum was visible by June."),
        ("The advance is losing steam.", "The militia is on the back foot."),
        ("The rebels are gaining momentum.", "The rebels have the momentum."),
        ("The rebels are gaining momentum.", "The momentum of the rebels has steadily increased."),
        ("Morale is low among the troops.", "The morale of the troops is crumbling."),
        ("The militia was driven from the valley.", "The army pushed back the militia."),
    ],
)
def test_two_ways_of_saying_one_thing_are_one_statement(first: str, second: str) -> None:
    assert tags(first) & tags(second) == tags(first)


@pytest.mark.parametrize(
    "text",
    [
        "The army is unlikely to call a ceasefire.",
        "The minister ruled out a ceasefire.",
        "A ceasefire was rejected by both sides.",
        "The council called for an immediate ceasefire.",
        "No ceasefire has been agreed.",
        "The truce collapsed after two days.",
        "There is no prospect of a truce before the rains.",
    ],
)
def test_a_ceasefire_refused_asked_for_or_over_is_no_event(text: str) -> None:
    assert "ceasefire" not in tags(text)
    assert "ceasefire" not in {row["tag"] for row in read_claims(text)}


@pytest.mark.parametrize(
    ("text", "tag", "mood"),
    [
        ("The offensive has stalled.", "losing_momentum", "said"),
        ("The offensive is likely to stall.", "losing_momentum", "forecast"),
        ("The offensive will stall in the mud.", "losing_momentum", "forecast"),
        ("The offensive could stall in the mud.", "losing_momentum", "possible"),
        ("The offensive has not stalled.", "losing_momentum", "denied"),
        ("The offensive is unlikely to stall.", "losing_momentum", "denied"),
        ("The army vowed to retake the valley.", "will_recapture", "wished"),
        ("The front lacks the strength to take the capital.", "cannot_capture_city", "said"),
    ],
)
def test_the_mood_of_a_statement_is_kept(text: str, tag: str, mood: str) -> None:
    (row,) = [row for row in read_claims(text) if row["tag"] == tag]
    assert (row["mood"], row["negated"]) == (mood, mood == "denied")


@pytest.mark.parametrize(
    "text",
    [
        "The marines were ordered to halt the offensive.",
        "If the offensive stalls, the mediators will call.",
        "The rebels hope to gain momentum.",
        "The government wants to slow the advance.",
    ],
)
def test_what_is_only_wished_ordered_or_supposed_is_no_claim_about_momentum(text: str) -> None:
    assert tags(text) & {"losing_momentum", "gaining_momentum"} == set()


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "Their offensive is running out of steam, and they do not have the strength to take the capital.",
            {
                "losing_momentum": "Their offensive is running out of steam",
                "cannot_capture_city": "they do not have the strength to take the capital",
            },
        ),
        (
            "The army lost ground in the east but regained control of the airport, the minister said.",
            {
                "losing_ground": "The army lost ground in the east",
                "regained": "regained control of the airport",
            },
        ),
        (
            "Morale is low, the harvest was good, and the garrison cannot hold the city.",
            {
                "low_effectiveness": "Morale is low",
                "cannot_capture_city": "the garrison cannot hold the city",
            },
        ),
    ],
)
def test_a_quote_is_the_part_of_the_sentence_that_makes_the_statement(
    text: str, quotes: dict[str, str]
) -> None:
    rows = read_claims(text)
    assert {row["tag"]: row["quote"] for row in rows} == quotes
    assert all(row["quote"] == text[slice(*row["span"])] for row in rows)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The garrison collapsed under an assault that it could not stop.", {"low_effectiveness"}),
        ("The brigades launched an offensive to liberate the river towns.", set()),
        ("An offensive to liberate the river towns is expected in May.", {"will_recapture"}),
        ("Loyalists retook control of Derwa, Mashal and Oret districts.", set()),  # a count of three
        ("The districts of Derwa and Mashal were recaptured by loyalists.", set()),
        ("Loyalists regained positions in towns of Derwa and Mashal districts.", {"regained"}),
        ("Loyalists retook Derwa after a week.", {"regained"}),
        ("The general said his men would win them back by June.", {"will_recapture"}),
        ("The Front has lost the initiative in the valley.", {"losing_momentum"}),
    ],
)
def test_aims_of_what_has_begun_places_counted_by_name_and_drives_nobody_stops_are_no_statements(
    text: str, said: set[str]
) -> None:
    assert {row["tag"] for row in read_claims(text)} == said


DENIED_SIGNS = [
    "There is no sign that the offensive is slowing.",
    "The institute sees no indication that the front is losing ground.",
    "Envoys see few signs that the army is gaining momentum.",
    "There is little proof that the offensive has stalled.",
]


@pytest.mark.parametrize("sentence", DENIED_SIGNS)
def test_a_sign_that_is_not_there_denies_what_it_would_show(sentence: str) -> None:
    assert [claim["mood"] for claim in read_claims(sentence)] == ["denied"]
    shown = sentence.replace(" no ", " a ").replace(" few ", " many ").replace(" little ", " clear ")
    assert [claim["mood"] for claim in read_claims(shown)] == ["said"]

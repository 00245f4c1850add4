"""The statements ``read_claims`` knows: a rule is a tag and the words that must follow each other closely.

To add a tag: its role and the kinds of definition it proposes in ``ROLES`` and ``KINDS``, its rules in ``RULES``.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.reading.inflection import forms
from sim.reading.lexicon import EXPELS, HOARDS, SHRINKS
from sim.reading.words import listed

ROLES = {  # what a statement is proposed as; a person decides
    "losing_momentum": "claim",
    "gaining_momentum": "claim",
    "losing_ground": "claim",
    "regained": "claim",
    "cannot_capture_city": "claim",
    "will_capture_city": "claim",
    "will_recapture": "claim",
    "low_effectiveness": "claim",
    "ceasefire": "event",
    "talks_planned": "event",
    "border_crossings": "context",
    "cities_pressed": "evidence",
    "outside_withdrawal": "context",
}
KINDS = {  # names of kinds of definition, the proposed headline first
    "losing_momentum": ("slower_than_before", "no_net_gain", "half_the_rate", "slower_next"),
    "gaining_momentum": ("pace_above",),
    "losing_ground": ("pace_below",),
    "regained": ("regained",),
    "cannot_capture_city": ("cannot_take_and_hold",),
    "will_capture_city": ("falls_by", "falls_in_window"),
    "will_recapture": ("will_be_retaken",),
    "low_effectiveness": ("loses_even_assaults",),
    "ceasefire": ("war_ends",),
}


class Rule(NamedTuple):
    """Words of each part in order, at most ``gap`` tokens between two parts; ``NAME`` stands for a name."""

    tag: str
    gap: int
    parts: tuple[frozenset[str], ...]


NAME = "<name>"
LOSE = listed("lose loses lost losing")
PACE = listed("steam momentum impetus tempo pace")
DRIVE = listed(
    "offensive advance campaign push assault drive onslaught operation counteroffensive attacks blitz momentum"
)
SLOWED = listed(
    "stalled stalling slowed slowing slows faltering falters faltered fading fades faded waning petering bogged ebbing"
    " flagging sputtering spent halted culminated weakening weakened exhausted"
)
QUICKENED = listed(
    "accelerating accelerated accelerates intensifying quickening quickened speeding gathering surging"
)
CITY = listed("city cities capital capitals") | {NAME}
TAKE = listed(
    "take capture seize storm overrun conquer hold taking capturing seizing storming overrunning taken enter"
)
FALL = listed("fall collapse")
CANNOT = listed("cannot unable incapable lack lacks lacked lacking no without never insufficient not n't 't")
MEANS = listed(
    "resources strength forces manpower means capability capacity ability power able capable men intention plans"
)
FUTURE = listed(
    "will could may might would expected poised set going likely aims plans intends threatens preparing ready about"
)
VOW = listed(
    "will vow vows vowed plan plans planned planning pledge pledges pledged promise promises promised hope hopes hoped"
    " aim aims aimed prepare prepares preparing determined intend intends expect expects expected going able shall would"
)
RETAKE = listed("retake recapture regain reclaim liberate recover reconquer retaking recapturing")
RETOOK = listed(
    "retook recaptured regained reclaimed liberated recovered reconquered retaken retaking recapturing regaining"
    " reclaiming liberating"
)
PLACES = listed(
    "ground territory territories district districts town towns village villages city cities province provinces control"
    " areas land settlements hamlets municipality municipalities percent positions state states region stronghold strongholds"
)
SKILL = listed(
    "effectiveness efficiency morale readiness capability capabilities performance discipline cohesion"
)
POOR = listed(
    "low poor weak limited declining falling lacking bad collapsed collapsing deteriorating inadequate"
)
TALKS = listed("meeting talks negotiations summit round consultations conference session dialogue")
ARRANGED = listed("scheduled planned due set expected slated will resume convene take")
CROSS = listed(
    "cross crosses crossed crossing flee fled fleeing escaped retreated retreating spilled enter entered entering"
)
BORDER = listed("border borders frontier")
ATTACKS = listed("sorties sortie attacks raids fighting clashes assaults forays skirmishes battles")
AROUND = listed("around near outside outskirts gates edge surroundings")
LEAVE = listed("withdrawal pullout drawdown withdrew withdrawing withdraw departure exit")
OUTSIDERS = listed(
    "us u nato american coalition foreign international allied western russian french troops US"
)

NOT_OF_ARMIES = listed("displace force press knock bundle strip")  # forms that are nouns or said of civilians
OUSTED = forms(" ".join(verb for verb in EXPELS - NOT_OF_ARMIES if " " not in verb)) | forms("strip deprive")
SHRANK = forms(" ".join(verb for verb in SHRINKS if " " not in verb))
OWNED = HOARDS.keys() - {
    "gains",
    "losses",
    "captures",
    "conquests",
    "activity",
    "strongholds",
    "stronghold",
} | {"share"}
AGENTS = listed(
    "envoys envoy delegations delegation delegates negotiators mediators ministers sides parties leaders diplomats"
)
MEETS = listed("meet convene hold resume attend sit gather negotiate talk")
RAW = listed("badly poorly ill barely")
UNMANNED = listed("trained equipped armed led paid manned motivated fed supplied")

RULES: tuple[Rule, ...] = (
    Rule("losing_momentum", 2, (LOSE, PACE)),
    Rule("losing_momentum", 2, (listed("run runs ran running"), listed("out"), listed("of"), PACE)),
    Rule("losing_momentum", 5, (DRIVE, SLOWED)),
    Rule("losing_momentum", 1, (forms("run"), listed("out"), listed("of"), listed("breath puff wind fuel"))),
    Rule(
        "losing_momentum",
        9,
        (
            listed("no not n't 't"),
            listed("longer as"),
            listed("as so"),
            listed("quickly fast rapidly swiftly"),
        ),
    ),
    Rule("gaining_momentum", 2, (PACE, listed("is lies rests swung shifted"), listed("with to"))),
    Rule("gaining_momentum", 9, (forms("extend expand"), listed("from"), listed("to"))),
    Rule("gaining_momentum", 2, (listed("twice double triple"), listed("the as what"))),
    Rule("losing_momentum", 4, (listed("grind grinding ground"), listed("to"), listed("halt standstill"))),
    Rule(
        "gaining_momentum",
        2,
        (listed("gain gains gained gaining gather gathers gathered gathering regained"), PACE),
    ),
    Rule("gaining_momentum", 3, (listed("pick picks picked picking"), listed("up"), PACE | listed("speed"))),
    Rule("gaining_momentum", 4, (DRIVE, QUICKENED)),
    Rule(
        "gaining_momentum", 9, (listed("advanced gained seized captured took"), listed("up"), listed("from"))
    ),
    Rule("gaining_momentum", 0, (listed("doubled tripled quadrupled"),)),
    Rule(
        "losing_momentum",
        6,
        (listed("longer less not n't"), listed("as"), listed("quickly fast rapidly swiftly")),
    ),
    Rule("losing_ground", 7, (LOSE, PLACES)),
    Rule(
        "losing_ground",
        6,
        (listed("forced driven pushed expelled ousted pushing driving forcing drove kicked"), listed("out")),
    ),
    Rule(
        "losing_ground",
        6,
        (listed("hold holds control controls run govern rule"), listed("down"), listed("from")),
    ),
    Rule("losing_ground", 9, (OUSTED, listed("from of out"), PLACES)),
    Rule("losing_ground", 8, (frozenset(OWNED), SHRANK)),
    Rule("losing_ground", 9, (frozenset(OWNED), listed("down"), listed("from"))),
    Rule("losing_ground", 2, (forms("cede yield surrender concede"), listed("ground territory land"))),
    Rule("losing_ground", 3, (listed("only just"), PLACES, listed("left"))),
    Rule("losing_ground", 4, (listed("reduced"), listed("to"), listed("holding controlling"))),
    Rule("losing_ground", 1, (listed("gave given giving give"), listed("up"))),
    Rule("losing_ground", 2, (listed("whittled reduced shrunk shrank shrinking dwindled"), listed("to"))),
    Rule("regained", 8, (RETOOK, PLACES)),
    Rule("regained", 1, (listed("back"), listed("in"), listed("control charge command possession"))),
    Rule("regained", 4, (listed("managed able"), listed("to"), RETAKE)),
    Rule("cannot_capture_city", 4, (CANNOT, MEANS, TAKE, CITY)),
    Rule("cannot_capture_city", 4, (CANNOT, TAKE, CITY)),
    Rule("will_capture_city", 4, (FUTURE, TAKE, CITY)),
    Rule("will_capture_city", 6, (FUTURE, listed("isolate encircle besiege"), CITY)),
    Rule("will_capture_city", 3, (CITY, listed("will could may might would"), listed("be"), listed("hands"))),
    Rule("will_capture_city", 5, (CITY, listed("will could may might would"), FALL)),
    Rule("will_recapture", 5, (VOW, RETAKE)),
    Rule(
        "will_recapture", 2, (listed("will shall would"), listed("be"), listed("taken won"), listed("back"))
    ),
    Rule(
        "will_recapture",
        2,
        (listed("will shall would"), listed("be"), listed("retaken recaptured liberated reconquered")),
    ),
    Rule("low_effectiveness", 1, (RAW, UNMANNED)),
    Rule(
        "low_effectiveness",
        3,
        (listed("incapable unable unfit"), listed("of to for"), listed("fighting fight combat")),
    ),
    Rule(
        "low_effectiveness",
        5,
        (
            listed("conscripts recruits garrisons soldiers troops units battalions"),
            listed("desert fold crumble mutiny melt flee"),
        ),
    ),
    Rule("low_effectiveness", 1, (listed("half"), listed("strength"))),
    Rule("low_effectiveness", 8, (SKILL, POOR)),
    Rule("low_effectiveness", 3, (POOR, SKILL)),
    Rule(
        "low_effectiveness",
        3,
        (listed("not neither nor n't 't hardly"), listed("efficient effective competent")),
    ),
    Rule("low_effectiveness", 0, (listed("ineffective inefficient demoralised demoralized incompetent"),)),
    Rule("ceasefire", 0, (listed("ceasefire truce armistice"),)),
    Rule(
        "ceasefire",
        3,
        (listed("stop cease halt suspend end"), listed("shooting fighting firing hostilities")),
    ),
    Rule("ceasefire", 1, (listed("cease"), listed("fire"))),
    Rule("ceasefire", 2, (listed("cessation halt suspension end"), listed("hostilities"))),
    Rule("talks_planned", 9, (TALKS, ARRANGED)),
    Rule("talks_planned", 8, (AGENTS, listed("will due scheduled expected set agreed plan"), MEETS)),
    Rule(
        "talks_planned",
        5,
        (listed("scheduled planned upcoming agreed will to"), listed("hold resume attend meet"), TALKS),
    ),
    Rule("talks_planned", 3, (listed("scheduled planned upcoming forthcoming"), TALKS)),
    Rule(
        "border_crossings", 6, (CROSS, listed("into across over"), BORDER | listed("territory soil") | {NAME})
    ),
    Rule("border_crossings", 0, (BORDER | listed("customs"), listed("crossing crossings post posts"))),
    Rule("border_crossings", 4, (listed("cross crosses crossed crossing"), BORDER)),
    Rule("cities_pressed", 6, (ATTACKS, AROUND, CITY - {NAME})),
    Rule("outside_withdrawal", 6, (LEAVE, OUTSIDERS)),
    Rule("outside_withdrawal", 4, (OUTSIDERS, LEAVE)),
)
INNATE = frozenset(
    ("cannot_capture_city", "low_effectiveness")
)  # their own words deny; a second denial is not read
UNCOUNTED = frozenset(
    ("regained",)
)  # with a number between its words it is a count, and evidence is no claim
PASSED = listed(
    "lapsed expired collapsed broke ended failed since after violated broken before"
)  # a truce that is over
UNPLANNED = frozenset(
    ("regained", "losing_ground")
)  # said to have happened, so plans and wishes do not count

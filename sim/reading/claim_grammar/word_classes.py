"""The words of statements without numbers, by what they mean: rows of ``rules`` are composed of these classes.

To add a word: one entry in its class; verbs stand in their plain form, ``inflection`` makes the others. To add a tag: its
role in ``ROLES``, the kinds of definition it proposes in ``KINDS``, its rows in ``rules``.
"""

from __future__ import annotations

from sim.reading.lexical.dates import MONTHS, WEEKDAYS
from sim.reading.lexical.function_words import (
    ADVERBS,
    ANAPHORS,
    AUXILIARIES,
    GRAMMAR,
    MODALS,
    REPORTING,
    listed,
)
from sim.reading.lexical.inflection import forms

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

NOUNS = {  # as they stand
    # what moves
    "DRIVE": "offensive offensives counteroffensive counteroffensives counterattack counterattacks counterassault advance"
    " advances push drive thrust thrusts assault onslaught blitz blitzkrieg campaign campaigns march operation operations"
    " invasion incursion surge insurgency rebellion uprising progress expansion offence offense battle",
    "ASSAULT": "offensive offensives counteroffensive counteroffensives counterattack counterattacks advance advances assault"
    " onslaught blitz blitzkrieg invasion incursion insurgency rebellion",
    "STRIKES": "attack attacks assaults raids sorties strikes fighting",
    "PACE": "momentum impetus steam tempo pace speed traction headway",
    "EDGE": "momentum initiative",
    "GAINS": "gain gains advance advances progress successes success victories victory inroads breakthrough breakthroughs strides",
    "SMALL": "marginal modest limited incremental minimal minor slight small negligible meagre meager paltry scant tiny",
    "MEAGRE": "marginal minimal negligible meagre meager paltry scant tiny",
    # what drives it
    "FUEL": "steam breath puff wind gas fuel energy stamina impetus momentum ideas options",
    "SUPPLY": "men troops manpower fighters recruits ammunition shells munitions fuel equipment supplies reserves",
    "OBSTACLE": "wall brickwall obstacle obstacles snag snags hurdle hurdles buffers trouble stalemate resistance sand mud quicksand",
    "WEARINESS": "exhaustion fatigue weariness strain",
    "VIGOUR": "edge punch sting way bite strength force vigour vigor intensity power direction",
    "FUMES": "fumes empty vapour vapours vapor ropes legs",
    # who moves
    "SIDE": "army armies force forces troop troops soldier soldiers militia militias militant militants rebel rebels insurgent"
    " insurgents fighter fighters junta regime government loyalists loyalist jihadists jihadist jihadis islamists islamist"
    " separatists separatist guerrillas guerrilla guerillas paramilitary paramilitaries group groups brigade brigades battalion"
    " battalions unit units garrison garrisons conscripts recruits defenders attackers navy infantry police guard guards side sides enemy"
    " men gunmen extremists extremist terrorists terrorist movement alliance resistance coalition commander commanders"
    " division divisions regiment regiments column columns invaders mercenaries partisans opposition military caliphate"
    " faction factions warlord taliban houthis houthi hezbollah tigers kurds marines peshmerga",
    "ARMED": "army armies force forces troop troops soldier soldiers militia militias rebels insurgents fighters loyalists"
    " brigade brigades battalion battalions unit units garrison garrisons conscripts recruits defenders police guard guards military"
    " infantry division divisions regiment regiments commanders officers men marines navy",
    "FRONT": "front fronts frontline frontlines lines siege war conflict battle fighting battlefield contest axis",
    "HEADS": "president general colonel warlord king kremlin leader ruler dictator marshal",  # whose drives are of war
    # where
    "CITY": "city cities capital capitals",
    "URBAN": "city cities capital capitals areas centers centres town towns stronghold bastion port",
    "PLACE": "ground territory territories district districts town towns village villages city cities province provinces areas"
    " area land lands settlement settlements hamlet hamlets municipality municipalities locality localities townships township"
    " state states region regions stronghold strongholds foothold bastion bastions terrain capital capitals countryside hills"
    " heights highlands valley enclave neighbourhood neighbourhoods neighborhood neighborhoods suburb suburbs outskirts"
    " hinterland island islands frontline tracts swathes swaths places counties county",
    "SITE": "airport airports palace highway highways base bases road roads crossing crossings post posts outpost outposts"
    " position positions barracks garrison refinery dam bridge compound complex building buildings prison fort fortress citadel hilltop junction crossroads university port ports camp camps river front line lines trenches bridgehead"
    " square headquarters airfield mine mines hill coast border",
    "HOLDINGS": "territory territories control grip hold foothold holdings area areas enclave zone zones caliphate influence"
    " domain possessions strongholds stronghold land footprint sway fiefdom realm statelet perimeter pocket",
    "CIVILIANS": "civilian civilians people residents resident families family villagers villager refugees refugee workers"
    " patients children women worshippers households displaced farmers traders aid convoys convoy inhabitants thousands homes houses",
    "BORDER": "border borders frontier frontiers",
    # how well
    "SKILL": "effectiveness efficiency morale readiness discipline cohesion capability capabilities capacity spirit",
    "LOWPOINT": "bottom low lows nadir ebb tatters ruins shreds freefall",
    "MANNING": "leadership training motivation equipment coordination logistics tactics",
    "SPIRIT": "morale discipline cohesion spirit",
    "WHEN": "day days week weeks month months year years end spring summer autumn winter january february march april may june"
    " july august september october november december christmas ramadan election elections",
    "POOR": "low lower poor weak limited bad lacking inadequate rockbottom brittle abysmal dismal degraded dire",
    "RAW": "badly poorly ill barely inadequately under rarely seldom insufficiently",
    "UNMANNED": "trained equipped armed led paid manned motivated fed supplied staffed disciplined",
    "UNFIT": "inexperienced unprepared untrained leaderless demotivated unmotivated ineffective inefficient demoralised demoralized incompetent undisciplined understrength undermanned"
    " understaffed underequipped undertrained dispirited depleted disheartened",
    "DESERTION": "desertion desertions defections mutiny mutinies demoralisation demoralization",
    # how it moves
    "HALT": "halt standstill stop crawl pause trickle",
    "STALEMATE": "stalemate stalemates stalemated deadlock deadlocked gridlock quagmire impasse slog",
    "SLUGGISH": "sluggish slow slower slowest weakest spent exhausted stagnant static inconclusive disorganised disorganized",
    "SLOWDOWN": "slowdown slowing lull stagnation waning culmination stalling decrease decline drop reduction loss deceleration"
    " halting pause dip exhaustion faltering fading slackening",
    "HAMPERED": "hampered hindered checked contained impeded delayed frustrated stymied halted stemmed thwarted dogged plagued"
    " beset hobbled crippled hamstrung blunted marred",
    "GREAT": "largest biggest greatest record rapid swift quick lightning sweeping stunning dramatic major significant considerable large substantial big"
    " impressive notable spectacular fast faster startling quicker sudden steady remarkable huge unprecedented breakneck",
    "FAST": "rapidly quickly swiftly fast faster quicker unchecked speedily unopposed",
    "STRING": "string series succession spate streak run wave flurry",
    "WINS": "victories victory successes gains wins conquests triumphs advances",
    "SETBACKS": "setback setbacks reversal reversals reverses",
    "TIDE": "tide balance advantage trajectory pendulum scales fortunes",
    "AMAZED": "surprise surprised stunned shocked alarmed alarm astonished startled",
    "SLOG": "slog grind fight quagmire attrition stalemate deadlock impasse crawl trickle morass",
    "DISAPPOINT": "disappointment disappointing letdown flop fiasco debacle dud underwhelming lacklustre lackluster",
    "SCHEDULE": "expected planned anticipated hoped predicted forecast before previously earlier promised intended",
    # what is said of it
    "DOUBT": "doubt doubts doubted doubtful doubting question questions questioned questionable unclear uncertain wonder wonders",
    "NEVER": "cannot unable incapable lacks lack lacked lacking no not without never insufficient neither nor 't unlikely doubtful"
    " improbable",
    "LAND": "country nation homeland republic",
    "MEANS": "resources strength forces manpower means capability capacity ability power able capable men intention plans numbers"
    " chance weapons firepower hope prospect artillery reserves",
    "OTHERS": "us u nato american coalition foreign international allied western french US un peacekeepers",
    "TRUCE": "ceasefire ceasefires truce truces armistice",
    "GUNFIRE": "shooting fighting firing hostilities",
    "TALKS": "meeting talks negotiations summit round consultations conference session dialogue",
    "AGENTS": "envoys envoy delegations delegation delegates negotiators mediators ministers sides parties leaders diplomats",
    "PLANNED": "scheduled planned due set expected slated upcoming forthcoming",
    "NEIGHBOUR": "neighbour neighbours neighbor neighbors neighbouring neighboring neighbourly soil",
    "NOT_TAKEN": "back part place over floor action note steps responsibility advantage office measures care aim time shape"
    " responsibilities charge oath effect refuge shelter of",
    "OBJECTLESS": "in at by on over to from with during after for into near against under through outside inside within across",
    "BE": "is are was were be been being get got",
}
# of no war even with a name
STORMS = "hurricane hurricanes cyclone cyclones typhoon typhoons tropical"
FIELDS = {  # words of other fields: what stands near them is no statement of a war unless a word of war does, too
    "politics": "election elections electoral presidential governorship gubernatorial mayoral candidacy nomination primaries"
    " ballot reform reforms poll polls pollster pollsters party vote votes voter voters reelection senate senator congress mayor labour greens constitutional amendment"
    " bill bills law laws legislation referendum candidate candidates conservatives democrats liberals socialists centrists"
    " populists unions union corruption debate budget treaty agreement accord pact diplomatic diplomacy charm talks negotiations"
    " negotiation negotiating negotiators peace committee court legal lawsuit investigation protesters demonstrators convention",
    "economy": "inflation economy economies economic growth sales tax market markets price prices costs trade shares stocks"
    " investment investors advertising marketing company companies business businesses airline industry factory factories"
    " brewery euro dollar peso currency exports imports agriculture harvest wages unemployment hiring tourism tourists stadium construction"
    " flights traffic lorry firm firms retail retailer retailers recovery",
    "welfare": "vaccination vaccinations vaccine vaccines vaccinate vaccinated vaccinating immunise immunize immunisation"
    " immunization hospital malaria measles polio cholera disease diseases epidemic pandemic virus infections weight poverty"
    " hunger literacy teachers nurses students study education rescue relief humanitarian cleanup charity fundraising census flames"
    " wildfire wildfires firefighters",
    "weather": STORMS + " landfall forecasters meteorologists rainfall",
    "sport": "league championship match coach team teams club clubs title football cup striker tournament fans parade"
    " agencies conversation",
}
VERBS = {  # in their plain form
    "SLOW": "stall slow falter fade wane ebb flag sputter stagnate culminate decelerate weaken plateau fizzle peter stutter"
    " founder flounder stumble lag slacken subside abate freeze halt pause unravel dissipate evaporate diminish dwindle peak"
    " stop blunt bog mire sap exhaust suspend drain wither wilt vanish disappear sag cool relent languish tire",
    "STALL": "stall falter sputter stagnate culminate flounder founder stumble fizzle",
    "SLACKEN": "decrease decline drop fall slip shrink lessen dip moderate slump reduce halve plunge plummet tumble taper ease"
    " collapse",
    "HINDER": "slow halt stall blunt sap stem contain check stymie hamper arrest pause suspend hinder derail freeze impede"
    " frustrate stifle curb dampen cripple disrupt foil",
    "QUICKEN": "accelerate intensify quicken hasten snowball escalate",
    "RISE": "increase rise grow pick build mount gather surge double triple treble quadruple soar",
    "LOSE": "lose",
    "GATHER": "gain gather regain build pick recover generate",
    "HAVE": "have hold seize take win enjoy keep maintain retain wrest possess",
    "SHIFT": "shift swing turn tilt tip move pass lie rest be",
    "ADVANCE": "advance move push spread progress expand march inch creep",
    "SWEEP": "sweep surge storm blitz race roar rampage steamroll barrel",
    "EXPAND": "expand spread extend",
    "SUFFER": "suffer face endure experience sustain see",
    "STRUGGLE": "struggle fail",
    "EXPEL": "drive push force expel oust chase dislodge evict rout eject flush kick clear sweep squeeze uproot throw beat roll"
    " hurl repel purge root hound boot hem",
    "BACK": "push drive force beat throw roll hurl press pull fall draw",
    "RETREAT": "withdraw retreat retire redeploy decamp disengage",
    "LEAVE": "abandon vacate evacuate quit relinquish forsake flee desert",
    "CEDE": "cede yield surrender concede relinquish forfeit",
    "SHRINK": "shrink dwindle erode contract diminish loosen slip crumble weaken fray collapse reduce whittle confine restrict halve"
    " narrow",
    "CONFINE": "confine restrict squeeze pen corner whittle hem limit",
    "REVERSE": "reverse erase undo roll wipe nullify erode",
    "RETAKE": "retake recapture regain reclaim liberate reconquer reoccupy recover reenter free deoccupy",
    "RETAKE_SURE": "retake recapture reclaim liberate reconquer reoccupy deoccupy",
    "BRING_BACK": "take win claw get wrest seize wrench snatch fight grab earn bring",
    "TAKE": "take capture seize storm overrun conquer occupy",
    "REACH": "reach enter encircle surround breach besiege isolate retake assault penetrate approach dislodge",
    "HOLD": "hold",
    "TAKEN": "capture take overrun seize storm conquer",
    "FALL": "fall collapse",
    "MELT": "collapse crumble disintegrate melt mutiny fold dissolve defect implode evaporate disband",
    "SAP": "sap undermine erode shatter lower dent damage weaken hurt degrade",
    "SINK": "collapse crumble plummet sink fall decline deteriorate erode sag degrade shatter drop slump plunge crack decrease shake"
    " suffer weaken sap low break hit flag",
    "SURRENDER": "surrender desert defect give",
    "AGREE": "agree sign declare announce accept broker begin start enter hold extend observe implement reach respect mediate"
    " conclude proclaim negotiate sign cover run go come come take impose secure last enact",
    "CEASE": "stop cease halt suspend end",
    "BREAK": "break end overcome resolve",
    "YIELD": "yield produce deliver achieve accomplish bring",
    "BECOME": "become turn reduce degenerate devolve descend settle",
    "MOUNT": "mount launch conduct stage undertake",
    "MEET": "meet convene hold resume attend sit gather negotiate talk",
    "CROSS": "cross flee escape retreat spill enter slip stream infiltrate pour withdraw",
    "RUN": "run",
    "COME": "come grind grow bring slow draw",
    "SUSTAIN": "sustain maintain continue keep",
    "GRIP": "grip grasp",
}
NOUNS_TOO = {
    "EXPEL": listed("force forces presses"),
    "BACK": listed("force forces"),
    "PAST": listed("ground"),
}
FUTURE = listed(
    "will could may might would can expected poised set going likely aims plans intends threatens preparing ready about soon"
    " capable able prepares 'll shall threaten vowed vow vows determined hopes hope aim plan intend planning aiming"
    " intending prepare"
)
VOW = listed(
    "will vow vows vowed plan plans planned planning pledge pledges pledged promise promises promised hope hopes hoped hoping"
    " aim aims aimed aiming prepare prepares preparing determined intend intends intended expect expects expected going able"
    " shall would want wants seek seeks bid effort efforts offensive campaign operation counterattack counteroffensive"
    " could may might push ready poised 'll swore swear sworn set"
)
FINITE = listed("is are was were has have had do does did 's 've") & AUXILIARIES
ADVERBIAL = ADVERBS | listed(
    "reportedly likely largely badly probably apparently clearly all but already not never never only"
)
CHAIN = (  # verbs between an auxiliary and the verb that says how it moves
    forms(
        "begin start appear seem continue remain show keep be have get run become come grind turn prove fall lose report"
    )
    | listed(
        "begun been being to likely expected set due unlikely bound sure able forced starting showing yet"
    )
)
FUNCTION = GRAMMAR | ANAPHORS | REPORTING | listed("some following one two many no not however most")
CALENDAR = frozenset(WEEKDAYS) | frozenset(MONTHS) - {"may", "march", "mar"}
# a first word so ended is no name
COMMON_ENDS = ("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ing", "ters")
# capitalised at the head of a sentence or in a title, and no place that could fall
NO_NAMES = listed(
    "rain snow temperatures prices inflation output demand unemployment president minister colonel general king queen"
    " parliament house english french german operation north south east west northern southern eastern western ministry"
    " mr mrs ms dr council court bank"
)


def meanings() -> dict[str, frozenset[str]]:
    """The classes of every word that has some."""
    classes: dict[str, set[str]] = {}
    rows = [(name, listed(words)) for name, words in NOUNS.items()]
    rows += [("CIVIL", listed(words)) for words in FIELDS.values()]
    rows += [(name, forms(words)) for name, words in VERBS.items()]
    rows += [("FUTURE", FUTURE), ("VOW", VOW), ("AUX", FINITE | MODALS)]
    rows += [
        (
            "TO_RETAKE",
            frozenset(w for w in forms(VERBS["RETAKE"]) if w.endswith("ing")) | listed(VERBS["RETAKE"]),
        )
    ]
    rows += [
        (
            "TO_BRING",
            frozenset(w for w in forms(VERBS["BRING_BACK"]) if w.endswith("ing"))
            | listed(VERBS["BRING_BACK"]),
        )
    ]
    rows += [("BASE", frozenset(word for words in VERBS.values() for word in words.split()))]
    rows += [("ING", frozenset(w for words in VERBS.values() for w in forms(words) if w.endswith("ing")))]
    rows += [("PAST", frozenset(w for words in VERBS.values() for w in pasts(words)))]
    for name, words in rows:
        for word in words - NOUNS_TOO.get(name, frozenset()):
            classes.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in classes.items()}


def pasts(lemmas: str) -> set[str]:
    """Past forms and participles of a blank-separated list of verbs."""
    return {
        word
        for lemma in lemmas.split()
        for word in forms(lemma)
        if word != lemma and not word.endswith(("ing", "s"))
    }


MEANING = meanings()

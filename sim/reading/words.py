"""The words the rules know, in one place: a new word of an old kind is one entry here."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The words of a blank-separated list."""
    return frozenset(words.split())


# --- numbers -----------------------------------------------------------------------------------------------------
ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "zero": 0,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
MULTIPLES = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 10**9,
}
VAGUE = {  # low and high of a word without a numeral
    "several": (3, 9), "few": (3, 6), "handful": (3, 6), "dozens": (24, 99), "scores": (40, 199),
    "hundreds": (200, 999), "thousands": (2000, 9999), "tens": (20, 99),
}  # fmt: skip
COUPLES = {"couple": 2, "pair": 2, "trio": 3, "half-dozen": 6}
FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
FRACTIONS |= {"fourth": 1 / 4, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9}
ORDINAL_ENDS = listed("st nd rd th")
PERCENT = listed("percent pct percentage")

# Hedges before a numeral: the words, then the modifier. Longest first where one starts another.
HEDGES: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    (tuple(words.split()), modifier)
    for modifier, phrases in {
        "at_least": "at least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of",
        "at_most": "at most|no more than|not more than|a maximum of|maximum of",
        "more_than": "more than|greater than|higher than|over|above|upwards of|upward of|in excess of|well over|exceeding"
        "|just over|slightly over|well above|just above|beyond",
        "less_than": "less than|fewer than|lower than|under|below|just under|well under|just below|short of",
        "up_to": "up to|as many as|as much as",
        "nearly": "nearly|almost|close to|just short of|approaching|nearing|not quite",
        "about": "about|around|some|roughly|approximately|an estimated|estimated|circa|approx|or so|somewhere around"
        "|something like|perhaps|on the order of|in the region of|in the order of",
        "exact": "exactly|precisely|just|only|a total of|a combined total of|as few as|as little as|a high of|a peak of"
        "|a low of|a record",
        "all": "all|all the|all of the|all its|all of its|all their",
    }.items()
    for phrases_ in [phrases]
    for words in phrases_.split("|")
)
EXCEPT = (("all", "but"), ("all", "except"), ("all", "save"), ("all", "except", "for"), ("all", "bar"))
ROUGH = frozenset({"about", "nearly"})
NOT_BOUND_AFTER = listed("control influence sway authority jurisdiction grip dominance sovereignty")
MORE = listed("more other others another additional further extra new additionally fresh")

# --- units -------------------------------------------------------------------------------------------------------
UNITS: dict[tuple[str, ...], str] = {
    ("district", "center"): "district_center", ("district", "centre"): "district_center",
    ("district", "headquarter"): "district_center", ("district", "capital"): "district_center",
    ("district", "seat"): "district_center", ("administrative", "center"): "district_center",
    ("administrative", "centre"): "district_center",
    ("provincial", "capital"): "provincial_capital", ("regional", "capital"): "provincial_capital",
    ("province", "capital"): "provincial_capital", ("provincial", "center"): "provincial_capital",
    ("provincial", "centre"): "provincial_capital", ("provincial", "headquarter"): "provincial_capital",
    ("state", "capital"): "provincial_capital", ("capital", "city"): "provincial_capital",
    ("local", "government", "area"): "lga", ("local", "council"): "lga", ("local", "government"): "lga",
    ("lga",): "lga", ("square", "kilometer"): "km2", ("square", "kilometre"): "km2", ("sq", "km"): "km2",
    ("sq", ".", "km"): "km2", ("square", "km"): "km2", ("km2",): "km2",
    ("district",): "district", ("province",): "province", ("city",): "city", ("town",): "town",
    ("village",): "village", ("hamlet",): "village", ("settlement",): "settlement", ("place",): "settlement",
    ("township",): "township", ("municipality",): "municipality", ("locality",): "locality",
    ("commune",): "commune", ("zone",): "zone", ("state",): "state", ("county",): "county",
    ("governorate",): "province", ("oblast",): "province", ("region",): "region", ("department",): "province",
    ("subdistrict",): "subdistrict", ("neighbourhood",): "neighbourhood", ("neighborhood",): "neighbourhood",
    ("community",): "settlement", ("prefecture",): "province", ("canton",): "canton", ("parish",): "parish",
    ("ward",): "ward", ("island",): "island", ("location",): "settlement", ("capital",): "provincial_capital",
    ("km²",): "km2", ("sqkm",): "km2",
}  # fmt: skip
IRREGULAR_PLURALS = {
    "cities": "city", "counties": "county", "municipalities": "municipality", "localities": "locality",
    "communities": "community", "parishes": "parish",
}  # fmt: skip
PEOPLED = frozenset({"city", "town", "village", "settlement"})
LAND = listed(
    "capital suburb valley enclave pocket peninsula kingdom republic country territory land area region nation soil terrain ground countryside state province lands city"
)
CAPITALS = listed("capitals centers centres seats headquarters")
TIME = listed(
    "day days week weeks month months year years hour hours minute minutes night nights fortnight decade decades"
)

# --- grammar -----------------------------------------------------------------------------------------------------
DETERMINERS = listed(
    "the a an this that these those its their his her our any each every such both another what all"
)
PREPOSITIONS = listed(
    "of in at on from to into onto with within across around near through throughout over for by against under inside"
    " outside between among amid along beyond beside besides per despite without during toward towards via about up down"
    " out off after before since until upon above below behind including"
)
CONJUNCTIONS = listed("and or nor plus & including")
AUXILIARIES = listed("is are was were be been being am has have had having do does did 's 've get gets got")
BE = listed("is are was were be been being get gets got am")
HAVE = listed("has have had having")
MODALS = listed("could may might would will shall should must can cannot ll wo ca")
NOT = listed(
    "not never n't neither hardly nor no nobody denies denied deny denying dismissed rejects rejected nothing"
)
ADVERBS = listed(
    "now also still just already only ever once twice again since soon so far currently then thus together too even"
    " almost all both first recently reportedly apparently alone overnight meanwhile here there yet back largely"
    " effectively nominally longer today yesterday tonight newly long either further instead later earlier finally"
)
PRONOUNS = listed("he she it they we i you who which whom that this there these those")
ANAPHORS = listed("it they he she who which that we them itself themselves both i you")
SUBORDINATORS = listed(
    "while whilst although though because when whenever where whereas if unless until after before that which who"
    " whom whose but yet so thereby amid despite whether"
)
REPORTING = listed(
    "said says say saying told tells reported reports report claimed claims claim announced announces stated states"
    " added adds believes believe acknowledged admitted confirmed confirms estimates estimate according wrote insists"
    " insisted noted notes warned warns argued alleges alleged declared shows show showed suggests found finds"
    " maintains boasted posted tweeted conceded"
)
# Plain past forms without -ed that show a second verb between a cue and a numeral.
OTHER_VERBS = listed(
    "went came left fled met sent gave made found ran rose grew shot hit struck broke cut led brought told said put"
    " paid built burnt slept drove flew began became kept sold bought saw heard spoke wrote set shut spent stood"
    " leaves leave goes comes covers runs includes include saying says"
)
ADJECTIVES_ED = listed(
    "armed united disputed contested besieged unnamed populated scattered isolated combined related based inhabited"
    " fortified limited so-called allied backed remaining hundred seized captured lost recaptured liberated occupied"
    " held taken controlled retaken regained reclaimed"
)
# Before "to VERB": the act is said to have happened. Every other infinitive is a plan, a wish or an ability.
REALISED = listed(
    "managed manages able claims claim claimed claiming believed said reported thought known estimated continues"
    " continued continue seems seemed appears appeared found says alleged managing helped began begun started"
    " proceeded went used understood deemed considered presumed remain forced compelled obliged"
)
UNREAL = listed(
    "plan plans planned planning vow vows vowed vowing hope hopes hoped hoping aim aims aimed aiming want wants wanted"
    " seek seeks sought seeking try tries tried trying attempt attempts attempted attempting prepare prepares prepared"
    " preparing intend intends intended order ordered fail fails failed failing refuse refused unable pledge pledges"
    " pledged promise promised promises expect expects expected threaten ready poised likely set bid struggle struggled"
    " struggling urged asked wish wished demand demanded risk risks risked risking avoid avoided avoiding without"
    " prevent prevented preventing stop stopped instead about unlikely going due ought need needs capable ability goal"
    " target objective effort efforts push"
)
THREATEN = listed("threaten threatens threatened threatening battling fighting vying")
NEGATIVE = listed(
    "not never neither nor cannot fail fails failed failing refuse refused unable deny denies denied denying without"
    " avoid avoided avoiding hardly prevented stopped nt"
)
NATURAL_BREAKS = listed('; : — … ! ? " “ ” « »')

CONDITIONS = listed("if unless")

# --- relation cues -----------------------------------------------------------------------------------------------
GAINED, LOST, RECAPTURED, CONTROLS, CONTESTS = "gained", "lost", "recaptured", "controls", "contests"
VERBS: dict[str, str] = {
    form: relation
    for relation, forms in {
        GAINED: "take takes took taken taking seize seizes seized seizing capture captures captured capturing conquer"
        " conquers conquered conquering overrun overran overruns overrunning gain gains gained gaining"
        " secure secures secured securing grab grabs grabbed grabbing annex annexed annexing annexes snatch"
        " snatched snatches occupy occupied occupying storm stormed overtook wrest wrested wresting captures add added"
        " clinch clinched acquire acquired overwhelm overwhelmed subdue subdued",
        LOST: "lose loses lost losing cede cedes ceded ceding surrender surrenders surrendered surrendering abandon"
        " abandons abandoned abandoning relinquish relinquished relinquishing quit yielded yields yield vacate vacated"
        " forfeited forfeit evacuated forsaken deserted concede conceded",
        RECAPTURED: "retake retakes retook retaken retaking recapture recaptures recaptured recapturing regain regains"
        " regained regaining reclaim reclaims reclaimed reclaiming liberate liberates liberated liberating free freed"
        " frees freeing recover recovers recovered recovering reconquer reconquered reconquering clear cleared clearing"
        " clears reoccupied reoccupy deoccupied deoccupy deoccupying",
        CONTROLS: "control controls controlled controlling hold holds held holding rule rules ruled ruling govern"
        " governs governed governing administer administers administered administering dominate dominates dominated"
        " dominating retain retains retained retaining keep keeps kept keeping possess possesses occupies run runs ran"
        " running command commands commanded maintain maintains maintained",
        CONTESTS: "contest contests contested contesting threaten threatens threatened threatening besiege besieges"
        " besieged besieging surround surrounds surrounded surrounding encircle encircled encircles encircling"
        " influence influences influenced influencing dispute disputes disputed disputing pressure pressured pressuring"
        " press pressed pressing",
    }.items()
    for form in forms.split()
}
PARTICIPLES = listed(
    "taken seized captured conquered overrun gained won secured grabbed annexed snatched occupied wrested acquired lost"
    " ceded surrendered abandoned relinquished yielded vacated evacuated deserted retaken recaptured regained reclaimed"
    " liberated freed recovered reconquered cleared reoccupied deoccupied controlled held ruled governed administered dominated"
    " retained kept run contested threatened besieged surrounded encircled influenced disputed pressured pressed"
    " added stormed conceded overwhelmed subdued"
)
FALLS = listed(
    "fell fallen fall falls falling capitulated surrendered surrender collapsed slipped passed succumbed"
)
# Nouns that carry a relation: "loss of N", "presence in N", "fighting in N".
NOUNS: dict[str, str] = {
    word: relation
    for relation, forms in {
        GAINED: "gain gains capture seizure conquest conquests takeover takeovers annexation occupation captures sweep",
        LOST: "loss fall surrender abandonment withdrawal retreat collapse losses",
        RECAPTURED: "recapture liberation reconquest recovery",
        CONTROLS: "hands possession dominance sovereignty rule holdings grip",
        CONTESTS: "presence influence sway foothold footholds fighting clashes clash battles battle combat contestation"
        " battling siege skirmishes fight pressure",
    }.items()
    for word in forms.split()
}
CONTROL_NOUNS = listed("control controls grip authority rule command hold possession")
# What a verb makes of the noun control (or sway, rule): "lost control of", "extended its control over".
MADE_OF_CONTROL = {
    **{form: relation for form, relation in VERBS.items() if relation in (GAINED, LOST, RECAPTURED)},
    **dict.fromkeys(("won", "win", "wins", "winning", "established", "establish", "establishing", "extended", "extending", "expanded", "assumed",
                     "assume", "asserted", "imposed"), GAINED),
    **dict.fromkeys(("restored", "restore", "restoring", "reasserted", "reestablished", "re-established", "resumed"),
                    RECAPTURED),
}  # fmt: skip
# Verbs and adjectives that reach the places through a preposition.
THROUGH: dict[str, tuple[str, frozenset[str]]] = {}
for _forms, _relation, _prepositions in (
    ("withdrew withdraw withdraws withdrawn withdrawing withdrawal retreat retreated retreating retreats pulled pulling"
     " pull pulls driven forced pushed expelled ousted kicked ejected chased dislodged evicted routed squeezed drove"
     " drive driving pushing pushes expelling ousting ejecting dislodging forcing beaten flushed"
     " thrown cleared clearing removed", LOST, "from out"),
    ("remain remains remained remaining entrenched left confined cling clings clung clinging reduced restricted limited"
     " hanging hangs holed shrank shrunk shrinking dwindled", CONTROLS, "in with to onto on"),
    ("hold holds held holding hang hanging hung", CONTROLS, "onto on out"),
    ("rule rules ruled ruling reigns reign", CONTROLS, "in over across"),
    ("active operate operates operated operating present fighting fight fights fought battling battles battle battled"
     " clash clashes clashed clashing presence influence foothold footholds sway combat vying contestation competing"
     " compete skirmishes attacking", CONTESTS, "in for over across inside within around on throughout at into"),
    ("closing close closed", CONTESTS, "on"),
    ("siege", CONTESTS, "to"),
    ("swept sweep sweeping sweeps rolled surged", GAINED, "through into across"),
    ("advance advanced advances advancing", GAINED, "by"),
):  # fmt: skip
    for _form in _forms.split():
        _old = THROUGH.get(_form)
        if _old is None or _old[0] == _relation:
            THROUGH[_form] = (
                _relation,
                frozenset(_prepositions.split()) | (_old[1] if _old else frozenset()),
            )
EXPEL = listed(
    "driven forced pushed expelled ousted kicked ejected chased dislodged evicted routed squeezed drove drive driving"
    " pushing pushes push expelling ousting ejecting dislodging forcing beaten flushed thrown cleared clearing removed"
)
CHANGE_VERBS = listed(
    "rose rise rises risen rising grew grow grows grown growing increased increase increases increasing fell fallen fall"
    " falls falling dropped drop drops dropping declined decline shrank shrink shrunk shrinking climbed climbs jumped"
    " dwindled dwindling expanded expand expands expanding went gone going reached reaches reach stands stood stand"
    " doubled tripled soared widened swelled swollen decreased decreases slipped slid up down moved brings bringing"
    " brought bring raising raised raises extends extend extended put puts estimated include includes included comprise comprises total totals totalled totaled totalling numbers numbered is was are were"
)
TRACKS = listed("number numbers total tally count toll share proportion figure tallies portion")
PARTICLE_VERBS: dict[tuple[str, str], str] = {
    (verb, particle): relation
    for verbs, particle, relation in (
        (
            "take takes took taken taking win wins won winning get got gets seized seize grabbed captured claw clawed"
            " clawing snatched wrest wrested",
            "back",
            RECAPTURED,
        ),
        ("give gives gave given giving", "up", LOST),
        ("hand hands handed handing sign signed turned", "over", LOST),
        ("take takes took taken taking", "over", GAINED),
        ("pick picked picks", "up", GAINED),
    )
    for verb in verbs.split()
}
RISKS = listed(
    "danger risk verge brink hopes hope capable chance point prospect fear possibility edge threat"
)
CIVILIANS = listed(
    "people residents families civilians villagers households refugees agencies organisations organizations charities"
    " ngos hospitals clinics schools teachers doctors workers staff teams journalists observers monitors voters"
    " candidates aid humanitarian companies banks inhabitants displaced patients children farmers traders parties businesses mosques"
    " markets students prisoners nurses homes mines landmines rubble snow debris explosives supplies food goods"
    " waste bodies drought flood floods storm famine hunger disease epidemic cholera fire fires cyclone hurricane rain"
)
DATIVE = {  # "cost the regime five towns": what becomes of the places of the party named between
    **dict.fromkeys(["cost", "costs", "costing", "deprived", "stripped"], LOST),
    **dict.fromkeys(
        [
            "gave",
            "give",
            "gives",
            "giving",
            "given",
            "handed",
            "hand",
            "handing",
            "won",
            "earned",
            "brought",
            "netted",
        ],
        GAINED,
    ),
}
SUFFERING = listed(
    "see sees saw seen experience experienced experiences suffer suffered face faces faced facing endure"
    " endured enduring witness witnessed report reported have has had host hosts hosted"
)
PRESENT = listed("presence influence clashes fighting infiltration footprint battles")
FOUGHT_OVER = listed("battlefields battlefield battlegrounds battleground frontlines")
NO_RULER = listed(
    "ceasefire truce plan agreement deal accord law curfew terms sun snow water threat weather rubble"
    " programme program scheme constitution emergency rain quarantine lockdown same impression circumstances"
    " number age ground surface"
)
LEAVING = listed("leaving leaves leave left")
STAYS = listed("remain remains remained stay stays stayed lie lies belong belongs belonged stand stands")
STILL_GOING = listed(
    "reported ongoing continuing continues continued continue raging rages raged rage underway way erupted broke flared"
    " intensified intensifies spread under concentrated recorded persists persisted"
)
COMPARED = listed("compared up down against versus vs rise drop increase decrease decline")
CONTROL_VERBS = listed(
    "exert exerts exerted claim claims claimed exercise exercises exercised enjoys enjoy share shares"
)
RETURNING = listed("returned return returning restored reverted")
PASSING = listed("passed transferred switched shifted moved went gone passes")
UNDER_STATES = {
    "control": CONTROLS, "rule": CONTROLS, "authority": CONTROLS, "administration": CONTROLS, "occupation": CONTROLS,
    "command": CONTROLS, "governance": CONTROLS, "sway": CONTROLS, "hands": CONTROLS, "influence": CONTESTS, "siege": CONTESTS,
    "attack": CONTESTS, "pressure": CONTESTS, "threat": CONTESTS, "assault": CONTESTS, "contest": CONTESTS,
    "contestation": CONTESTS, "dispute": CONTESTS, "fire": CONTESTS,
}  # fmt: skip
PLACING = listed(
    "put puts putting place placed places"
)  # "put 12 towns under its control"; a state if under another's
ENTERING = listed(
    "fell fallen came come comes coming fall falls falling brought bring brings pass passed bringing"
)

# --- what may follow or stand inside ---------------------------------------------------------------------------------
LIST_OPENERS = listed("or including among such mostly mainly both all most many some")
AFTER_FALL = listed(
    "to under into in since by on during within over this last so overnight and as without out from"
)
AFTER_PARTICIPLE = AFTER_FALL | listed("at again back between")
STAYING = listed("remain remains remained stay stays stayed lie lies rest rests left still firmly are is")
OPENERS = SUBORDINATORS | CONJUNCTIONS | {"out"}

CLOSED = (
    PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARIES
    | MODALS
    | PRONOUNS
    | SUBORDINATORS
    | FALLS
    | STAYS
    | OTHER_VERBS
)  # words that end a noun group
CLOSED = CLOSED | VERBS.keys()

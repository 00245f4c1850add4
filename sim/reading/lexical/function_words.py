"""The words the rules know, in one place: a new word of an old kind is one entry here."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """The entries of a blank-separated list, underscores read as blanks."""
    return frozenset(word.replace("_", " ") for word in words.split())


def phrased(phrases: str) -> frozenset[tuple[str, ...]]:
    """The phrases of a blank-separated list, each as its words: "so_far at_last"."""
    return frozenset(tuple(phrase.split("_")) for phrase in phrases.split())


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
SPELLED = ONES | TENS
NUMBER_WORDS = SPELLED.keys() | MULTIPLES.keys() | VAGUE.keys()
COUPLES = {"couple": 2, "pair": 2, "trio": 3, "half-dozen": 6}
FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}
FRACTIONS |= {"fourth": 1 / 4, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9}
ORDINAL_ENDS = listed("st nd rd th")
PERCENT = listed("percent pct percentage")

# Hedges before a numeral: the words, then the modifier. Longest first where one starts another.
HEDGES: tuple[tuple[tuple[str, ...], str], ...] = tuple(
    (tuple(words.split()), modifier)
    for modifier, phrases in {
        "at_least": "at least|at the very least|at the least|at a minimum|easily|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of",
        "at_most": "at most|at the very most|at the most|not above|no more than|not more than|a maximum of|maximum of",
        "more_than": "more than|greater than|higher than|over|above|upwards of|upward of|in excess of|well over|exceeding"
        "|just over|slightly over|well above|just above|beyond|north of|a little over|a little more than|a bit more than|a bit over|slightly more than|just above|some way over|comfortably over|a good",
        "less_than": "less than|fewer than|lower than|under|below|just under|well under|just below|short of|a little under|slightly under|a little less than|slightly fewer than|a shade under",
        "up_to": "up to|as many as|as much as",
        "nearly": "nearly|almost|close to|just short of|approaching|nearing|not quite|just shy of|shy of|a shade under|practically|virtually|next to",
        "about": "about|around|some|roughly|approximately|an estimated|estimated|circa|approx|or so|somewhere around"
        "|something like|perhaps|maybe|possibly|in the neighbourhood of|in the neighborhood of|or thereabouts|anything up to|barely|roughly around|on the order of|in the region of|in the order of",
        "exact": "exactly|precisely|just|only|a mere|merely|a full|fully|no more or less than|a grand total of|a whole|a total of|a combined total of|as few as|as little as|a high of|a peak of"
        "|a low of|a record",
        "all": "all|every one of the|each of the|every one of its|each of its|every one of|each of|all of|all the|all of the|all its|all of its|all their",
    }.items()
    for phrases_ in [phrases]
    for words in phrases_.split("|")
)
# Hedges behind a numeral or its unit: "30 or more villages", "30 villages at least".
HEDGES_AFTER = {
    tuple(words.split()): modifier
    for modifier, phrases in {
        "at_least": "or more|at least|at minimum",
        "at_most": "or fewer|or less|at most|at best",
        "about": "or so",
    }.items()
    for words in phrases.split("|")
}
EXCEPT = (("all", "but"), ("all", "except"), ("all", "save"), ("all", "except", "for"), ("all", "bar"))
ROUGH = frozenset({"about", "nearly"})
MORE = listed("more other others another additional further extra new additionally fresh")

# --- units -------------------------------------------------------------------------------------------------------
UNITS: dict[tuple[str, ...], str] = {
    ("district", "center"): "district_center", ("district", "centre"): "district_center",
    ("district", "headquarter"): "district_center", ("district", "capital"): "district_center",
    ("district", "seat"): "district_center", ("administrative", "center"): "district_center",
    ("administrative", "centre"): "district_center",
    ("district", "administrative", "center"): "district_center", ("district", "administrative", "centre"): "district_center",
    ("provincial", "capital"): "provincial_capital", ("regional", "capital"): "provincial_capital",
    ("province", "capital"): "provincial_capital", ("provincial", "center"): "provincial_capital",
    ("provincial", "centre"): "provincial_capital", ("provincial", "headquarter"): "provincial_capital",
    ("township", "capital"): "town", ("county", "capital"): "town", ("municipal", "capital"): "town",
    ("state", "capital"): "provincial_capital", ("capital", "city"): "provincial_capital",
    ("local", "government", "area"): "lga", ("local", "council"): "lga", ("local", "government"): "lga",
    ("local", "government", "headquarter"): "lga", ("lga",): "lga", ("square", "kilometer"): "km2", ("square", "kilometre"): "km2", ("sq", "km"): "km2",
    ("sq", ".", "km"): "km2", ("square", "km"): "km2", ("km2",): "km2",
    ("district",): "district", ("province",): "province", ("city",): "city", ("town",): "town",
    ("village",): "village", ("hamlet",): "village", ("settlement",): "settlement", ("place",): "settlement",
    ("township",): "township", ("municipality",): "municipality", ("locality",): "locality",
    ("commune",): "commune", ("zone",): "zone", ("state",): "state", ("county",): "county",
    ("governorate",): "province", ("oblast",): "province", ("region",): "region", ("department",): "province",
    ("subdistrict",): "subdistrict",
    ("community",): "settlement", ("prefecture",): "province", ("canton",): "canton", ("parish",): "parish",
    ("ward",): "ward", ("island",): "island", ("location",): "settlement", ("capital",): "provincial_capital",
    ("km²",): "km2", ("sqkm",): "km2",
    ("populated", "point"): "settlement", ("populated", "area"): "settlement", ("populated", "place"): "settlement",
    ("populated", "locality"): "settlement", ("inhabited", "point"): "settlement", ("population", "center"): "settlement",
    ("population", "centre"): "settlement", ("lg",): "lga", ("woreda",): "district", ("raion",): "district",
    ("square", "mile"): "square_mile", ("sq", "mile"): "square_mile", ("sq", ".", "mile"): "square_mile",
    ("sq", "mi"): "square_mile", ("sq", ".", "mi"): "square_mile", ("square", "mi"): "square_mile",
    ("hectare",): "hectare", ("acre",): "acre",
}  # fmt: skip
KM2 = {"square_mile": 2.59, "acre": 0.00404686, "hectare": 0.01}  # square kilometres of one
IRREGULAR_PLURALS = {
    "cities": "city", "counties": "county", "municipalities": "municipality", "localities": "locality",
    "communities": "community", "parishes": "parish",
}  # fmt: skip
PEOPLED = frozenset({"city", "town", "village", "settlement"})
GROUNDS = listed("areas farms farmsteads localities sites")  # "32 villages and areas" are places
LAND = listed(
    "highlands lowlands uplands borderlands coast coastline hinterland plain plains delta basin strip mountains capital suburb valley enclave pocket peninsula kingdom republic country territory territories land area areas region nation soil terrain ground countryside state province lands city"
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
    "as like bar barring except of in at on from to into onto with within across around near through throughout over for by against under inside"
    " outside between among amid along beyond beside besides per despite without during toward towards via about up down"
    " out off after before since until upon above below behind including"
)
CONJUNCTIONS = listed("and or nor plus & including")
AUXILIARIES = listed("is are was were be been being am has have had having do does did 's 've get gets got")
BE = listed("is are was were be been being get gets got am")
MODALS = listed("could may might would will shall should must can cannot ll wo ca")
NOT = listed(
    "not never n't neither hardly nor no nobody denies denied deny denying dismissed rejects rejected nothing"
)
ADVERBS = listed(
    "now also still just already only ever once twice again since soon so far currently then thus together too even"
    " almost all both first recently reportedly apparently alone overnight meanwhile here there yet back largely"
    " effectively nominally longer today yesterday tonight newly long either further instead later earlier finally outright"
    " unopposed unchallenged unhindered unresisted unmolested undefended unscathed"
)
# two words that stand inside a verb group ("had by then fallen")
ADVERBIALS = phrased(
    "by_then by_now so_far at_last at_least in_effect in_fact in_turn for_now of_late since_then once_more once_again"
    " to_date all_but"
)
PRONOUNS = listed("he she it they we i you who which whom that this there these those")
ANAPHORS = listed("it they he she who which that we them itself themselves both i you")
SUBORDINATORS = listed(
    "while whilst although though because when whenever where whereas if unless until after before that which who"
    " whom whose but yet so thereby amid despite whether"
)
REPORTING = listed(
    "said says say saying told tells reported reports report claimed claims claim announced announces stated"
    " added adds believes believe acknowledged admitted confirmed confirms estimates estimate according wrote insists"
    " insisted noted notes warned warns argued alleges alleged declared shows show showed suggests found finds"
    " maintains boasted posted tweeted conceded"
)
# Plain past forms without -ed that show a second verb between a cue and a numeral.
# Before "to VERB": the act is said to have happened. Every other infinitive is a plan, a wish or an ability.
REALISED = listed(
    "managed manages able appear seem claims claim claimed claiming believed said reported thought known estimated continues"
    " continued continue seems seemed appears appeared found says alleged managing helped began begun started"
    " proceeded went used understood deemed considered presumed remain forced compelled obliged on made seen"
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

CONDITIONS = listed("if unless whether")

# --- what stands before a verb, and how it changes what is said ----------------------------------------------------
CHAINED = listed(
    "able unable set likely unlikely poised ready due about bound keen willing eager unwilling reluctant quick slow"
    " prepared determined desperate known thought believed said reported"
)
CAUSING = listed(
    "force forces forced forcing allow allows allowed allowing enable enables enabled enabling compel compelled compels"
    " oblige obliged help helped helps helping led leading prompt prompted prompting permit permitted cause caused causing"
    " pushing driving pushed driven lets let letting"
)
RISKY = listed(
    "danger risk verge brink hopes hope capable chance point prospect fear fears possibility edge threat way path plan"
    " plans aim goal intention idea dream"
)
RELATIVES = listed("which who whom that where")
WITHIN_COUNT = listed(
    "last remaining first next 's some total combined record whole entire full very own former previous rest just"
    " final initial latest current same new additional recent estimated whopping mere lowest highest level low high"
)
LIGHT_VERBS = listed(
    "be remain stay lie stand rest sit become get find leave continue appear seem end_up come bring put place have live"
    " languish hang suffer toil chafe groan sink go_on now"
    " report consider believe deem list count keep say know think feel describe wind_up turn_out"
)
LEVEL_WORDS = listed("from to at by past above over beyond below as onto into")
NO_RULER = listed(
    "ceasefire truce plan agreement deal accord law curfew terms sun snow water threat weather rubble"
    " programme program scheme constitution emergency rain quarantine lockdown same impression circumstances"
    " number age ground surface construction way review investigation cover"
)

OPENERS = SUBORDINATORS | CONJUNCTIONS | {"out"}
# words that end a noun group
CLOSED = PREPOSITIONS | CONJUNCTIONS | AUXILIARIES | MODALS | PRONOUNS | SUBORDINATORS
GRAMMAR = CLOSED | DETERMINERS | ADVERBS

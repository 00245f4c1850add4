"""Which words are verbs: every form of the known verbs, and what stands beside a word that may also be a noun."""

from __future__ import annotations

from sim.reading.lexical import control_verbs
from sim.reading.lexical.dates import word_at
from sim.reading.lexical.function_words import (
    ADVERBIALS,
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    LIGHT_VERBS,
    MODALS,
    PREPOSITIONS,
    REPORTING,
    listed,
)
from sim.reading.lexical.inflection import BASE, GERUND, PARTICIPLE, PAST, PRESENT, inflected
from sim.reading.lexical.tokens import NUMBER, WORD, Token

COMMON = listed(
    "accept accuse act add admit advise affect agree aim allege allow announce appeal appear apply approach approve argue"
    " arm arrest arrive ask attack attempt attend attribute avoid await back ban base beat become begin believe block"
    " blow_up bomb bombard break bring broadcast build burn bury buy call cancel carry cast cause change chair check choose circulate"
    " cite close comb complain complete concede concentrate conclude condemn conduct confirm confront connect consider contain"
    " continue contradict convene cost count crash cross damage deal debate decide declare decline defeat defend delay"
    " deliver demand deny depend deploy describe desert destroy detain detect determine devastate die direct disarm discover discuss"
    " dismiss displace distribute document drag draw drink drop dry earn educate elect eliminate empty enable encourage end"
    " enjoy enter erect erupt establish evacuate examine execute exist expect experience explain explode exploit export express"
    " face fail fear feature feed file fill find finance finish fire flare flatten flood fly focus follow fortify found fund gather"
    " go grant guarantee guard halt hamper happen have hear help hide hire hit hope host house hurt identify ignore imagine impose"
    " improve include indicate inflict inform injure inspect install intend intensify interview introduce inspect invest invite"
    " isolate issue join judge jump kick kidnap kill kneel know lack land last launch lay lead learn leave let level lie link list"
    " live load locate loot make manage mark mean meet mention mobilise mobilize monitor mourn move murder name need negotiate"
    " neutralise number observe obtain occur offer open order organise organize outlive outlast overlook oversee own pass paralyse"
    " parade patrol pay permit photograph place plan plant play plead pledge plunder poll post postpone praise predict prepare"
    " present prevent print proceed produce promise protect protest prove provide publish punish put raid rain raise rally range"
    " rate reach read realise reappear rebuff rebuild recall receive recommend record recruit refer refuse register reject"
    " reinforce relate release relocate rely remain remember remind remove reopen repair replace reply report represent repulse request"
    " require resign resist resolve respond restrict result resume reveal review rise risk rob rule sail save say score search see"
    " seem sell send separate serve settle shelter shell ship shoot show shut sign sit slaughter sleep smuggle spare speak speed"
    " spend split sponsor spread stage stand start state stay step stop strengthen stretch strike strive study submit"
    " succeed suffer suggest supply support suppose survey survive suspect suspend sustain swear swim talk target tax teach tell"
    " test testify think thwart tie torch torture touch train transfer travel treat trigger triple trust try turn understand unite"
    " unveil update uproot urge use vaccinate visit vote vow wait walk want warn watch weaken wear welcome win witness"
    " wonder work worry wound write struggle spark spell steal stem bear bring_down catch dig do eat get give grow halve hurl keep"
    " shake lend pour promote prosper quadruple quake query queue quote represent shift shine shorten sign_up slow smash snow speed_up"
    " strip rage flare simmer swirl afflict plague haunt affect grip convulse consume rock touch cleanse entrench embed rout crush defeat credit dispute abate class classify rank knock felt live languish hang toil chafe groan surprise tend toil top total tour tower trade treble urge value wane warm wash"
    " assess reckon consult address alarm allocate amount anger approve assemble assert assign assist assure attach attract"
    " authorise award blame blast block boost breathe brief calculate celebrate collect combine compare compile compose"
    " compute concern conserve construct cook cope correct crack create criticise deem delight derail derive design detail"
    " develop differ dig disrupt divert double drain drift drill echo edit eliminate emerge employ emphasise encounter endorse"
    " engage enrol ensure escort estimate evolve exclude expose extract fetch fill fix flow forecast form formulate"
    " gauge generate greet guess guide hail harbour harbor hasten head highlight hinder import insist inspire insure interpret"
    " interrupt introduce involve jail knock label last lift light lobby lock log maintain march measure melt merge mention mount"
    " narrow note notice oblige oppose outline outnumber overcome overhear pack paint perform persuade pinpoint point postpone"
    " pour predate prefer presume prohibit promise propose prosecute question quicken quote ration react rebut recommend"
    " reduce reflect regard rehearse reiterate relax rely rename rent reopen restart retrain reunite ridicule roam saw scale"
    " scatter screen shape shrug signal slow solve sound spot staff stalk starve stir store stretch surround suggest summon"
    " suspect sympathise tally terrorise terrorize thank total trace track translate trap tremble upgrade value verify"
    " view voice volunteer welcome whisper widen wish wrangle yell"
)
TURNED = listed(
    "set_up lay_down call desert wash lay stake render dispense cross lock trade swap harbour harbor"
)
ENTRIES = {entry for words in (*control_verbs.VERB_TABLES, TURNED) for entry in words}
PHRASALS = {entry for entry in ENTRIES | LIGHT_VERBS if " " in entry}
CUES = {entry.split(" ")[0] for entry in ENTRIES}
# plural nouns that look like a verb's present form, and nouns that look like its plain form
NOUN_TOO = listed(
    "garrisons gains attacks clashes battles losses forces troops moves raids strikes advances captures claims reports controls"
    " fights holds rules falls clears frees commands influences threats sweeps pushes drives places numbers states ranges counts"
    " supports supplies loads deals polls posts links lists tests plans orders guards marks trains results lands ships shells"
    " control rule hold capture fall gain fight battle siege attack advance influence dispute contest command run sweep"
    " surrender retreat press claim force march storm return drive push move place number state range count report raid"
    " pass power free clear own ring net bag pocket grab surge rise increase drop decline slide slip swing share"
    " exit quit desert flag standard stream charge race hang hand view vote march record place back base post"
    " link list fire land ship shell test plan order guard mark train result deal poll support supply load mine patrol"
    " police garrison trade pressure strip patch stretch spread burst belt cut split strips stretches belts"
    " increases rises drops declines surges shares hands lives sides account accounts monitor monitors masses border bases mass station stations"
)
AFTER_VERB = DETERMINERS | listed(
    "some about around nearly almost only up at more over fewer less under just"
)


def index_of(lemmas: frozenset[str]) -> dict[str, dict[str, str]]:
    """Every form of the verbs with the plain form of each kind it may be."""
    forms: dict[str, dict[str, str]] = {}
    for lemma in sorted(lemmas):
        for form, word in inflected(lemma).items():
            forms.setdefault(word, {})[form] = lemma
    return forms


FORMS = index_of(frozenset(CUES) | frozenset(entry for entry in COMMON if "_" not in entry))
del FORMS["found"][BASE], FORMS["back"], FORMS["fell"], FORMS["founded"], FORMS["founding"]
for particle in ("up", "down"):
    FORMS.pop(particle, None)  # verbs in their other forms only ("upped")
for plain in ("total", "level", "cancel", "signal"):  # the American spelling
    FORMS |= {plain + "ed": {PAST: plain, PARTICIPLE: plain}, plain + "ing": {GERUND: plain}}
del FORMS["level"]  # a noun in reports
FORMS["fell"] = {PAST: "fall"}
FORMS["left"] = {PAST: "leave", PARTICIPLE: "leave"}


def adverb(token: Token) -> bool:
    """True for a plain adverb."""
    if token.low in ADVERBS:
        return True
    ends = token.low.endswith("ly") and len(token.low) > 4 and not token.capitalised
    return ends and token.low not in FORMS and token.low not in NOUNS_LY


def before_adverbs(tokens: list[Token], place: int) -> int:
    """Place of the word that stands before the adverbs in front of ``place`` ("had by then taken"); -1 for none."""
    place_left = place - 1
    while place_left >= 0:
        pair = (word_at(tokens, place_left - 1), tokens[place_left].low) in ADVERBIALS
        if not pair and not adverb(tokens[place_left]):
            break
        place_left -= 1 + pair
    return place_left


def is_verb(tokens: list[Token], place: int) -> bool:
    """True if the word at ``place`` is a verb where it stands; auxiliaries and modal verbs are asked for elsewhere."""
    token = tokens[place]
    kinds = FORMS.get(token.low)
    if token.kind != WORD or (token.capitalised and place > 0):
        return False
    place_left = before_adverbs(tokens, place)
    before, after = word_at(tokens, place_left), word_at(tokens, place + 1)
    if (
        token.low in ADJECTIVES
        and after
        and after.isalpha()
        and after not in PREPOSITIONS
        and before not in BE
    ):
        return False
    if word_at(tokens, place - 1) == "-" and place > 1 and tokens[place - 2].end == tokens[place - 1].start:
        return False
    if kinds is None:
        return unknown_past(token, before) and not adverb(token)
    if before in BE:
        return (GERUND in kinds or PARTICIPLE in kinds) and not adjectival(tokens, place_left, place)
    if before == "no" and word_at(tokens, place_left + 1) == "longer":
        before = "not"  # "no longer controls"
    if before in ("to", "not", "n't", "'t") or before in MODALS:
        return before != "to" or BASE in kinds or GERUND in kinds
    if GERUND in kinds:
        return gerund_verb(token, before, after)
    if PAST in kinds or PARTICIPLE in kinds:
        is_verb_form = (
            BASE not in kinds or (PAST in kinds and ended(before)) or plain_verb(tokens, place_left, place)
        )
        return is_verb_form and not adjectival(tokens, place_left, place)
    return plain_verb(tokens, place_left, place)


def unknown_past(token: Token, before: str) -> bool:
    """True for an unlisted word that looks like a past form ("besmirched")."""
    ends = (
        token.low.endswith("ed")
        and len(token.low) > 4
        and token.low not in ("hundred", "united", "so-called")
    )
    return ends and before not in DETERMINERS and before not in PREPOSITIONS and before != "'s"


def gerund_verb(token: Token, before: str, after: str) -> bool:
    """True for "holding nine towns", false for "the taking of", "heavy fighting in"."""
    if token.low in control_verbs.FIGHTS and lemma(before) in control_verbs.SUFFERS:
        return False
    if token.low in control_verbs.NOUNS and (after in ("", ".", ",") or PAST in FORMS.get(after, {})):
        return False
    return before not in DETERMINERS and before not in ("'s", "within")


def adjectival(tokens: list[Token], place_left: int, place: int) -> bool:
    """True for a participle that describes the noun after it ("the captured towns", "in contested areas")."""
    before = word_at(tokens, place_left)
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    noun = (
        after is not None
        and after.kind == WORD
        and after.low not in PREPOSITIONS | {"the"}
        and not adverb(after)
    )
    if noun and place_left < 0 and after is not None:
        return after.low not in SMALL and not after.capitalised and place == 0  # "Armed groups hold"
    return noun and (before in DETERMINERS - {"that"} or before == "'s" or before in PREPOSITIONS - {"to"})


def plain_verb(tokens: list[Token], place_left: int, place: int) -> bool:
    """True where a plain or present form is a verb and not the noun of the same spelling."""
    before, after, word = word_at(tokens, place_left), word_at(tokens, place + 1), tokens[place].low
    if after in REPORTING:
        return False  # "the general staff said"
    if word == "says" or (word in HELD_BY and word.endswith("s") and tokens[place - 1].low in LASTING):
        return True
    if word == "forces" and adverb_at(tokens, place + 1):
        return False
    if word in PLACES and before not in ("they", "we", "who"):
        return False
    if over_a_number(tokens, place):
        return holds_over(tokens, place_left, place)
    if place_left < 0 or after == "of" or (False):
        return False
    is_holding = word in control_verbs.HOLDS | {"influence"} and after == "over"
    if is_holding and (lemma(before) in control_verbs.LIGHT or not before.endswith("s")):
        return False  # "has influence over 12 districts"
    if before in DETERMINERS or before in ("'s", "'") or before in PREPOSITIONS:
        return before in ("that", "this", "these", "those", "each", "both", "all") and place_left == place - 1
    if before in ("they", "we", "who", "which", "you", "i", "it", "he", "she"):
        return True
    if after in AUXILIARIES or ended(before):
        return False
    if not after and word in REPORTING:
        return True
    if word not in NOUN_TOO or starts_object(tokens, place + 1) or after in ("to", "that"):
        return True
    if word in HELD_BY and before in control_verbs.PARTIES and before.endswith("s") != word.endswith("s"):
        return True
    return before.endswith("s") and (after in PREPOSITIONS or after == "away") and not before.endswith("ss")


def adverb_at(tokens: list[Token], place: int) -> bool:
    """True if an adverb stands at ``place``."""
    return place < len(tokens) and adverb(tokens[place])


def over_a_number(tokens: list[Token], place: int) -> bool:
    """True for "control over 200 districts", "hold over half of it": a verb and a bound, or a noun and its preposition."""
    word = tokens[place].low
    return (
        word in ("control", "hold", "rule", "command")
        and word_at(tokens, place + 1) == "over"
        and starts_size(tokens, place + 2)
    )


def holds_over(tokens: list[Token], place_left: int, place: int) -> bool:
    """True if "control" before "over" and a number is the verb: a subject stands before it and no other verb beside it."""
    before = tokens[place_left] if place_left >= 0 else tokens[place]
    pronoun = (
        before.low in ("they", "we", "who", "which", "that", "now", "to", "still", "also")
        or before.low in MODALS
    )
    has_subject = before.low in control_verbs.PARTIES or before.capitalised or before.low.endswith("s")
    other_lows = (t.low for i, t in enumerate(tokens) if abs(i - place) > 1)
    return pronoun or (
        has_subject
        and not any(low in AUXILIARIES or low in FORMS and low not in NOUN_TOO for low in other_lows)
    )


def ended(before: str) -> bool:
    """True for a past or -ing form, after which a word is an object and no verb ("regained control")."""
    kinds = FORMS.get(before, {})
    return (PAST in kinds or GERUND in kinds) and before not in AUXILIARIES


def starts_size(tokens: list[Token], place: int) -> bool:
    """True if a number starts at ``place``."""
    return place < len(tokens) and (tokens[place].kind == NUMBER or tokens[place].low in SMALL)


def starts_object(tokens: list[Token], place: int) -> bool:
    """True if a number, a determiner or a name starts at ``place``."""
    if place >= len(tokens):
        return False
    token = tokens[place]
    return (
        token.kind == NUMBER
        or token.low in AFTER_VERB
        or token.capitalised
        or token.low in SMALL
        or adverb(token)
    )


LASTING = listed("still now currently also")  # "the front, which lost Mora, still holds parts of"
PLACES = listed("base post station mine bases posts stations")
ADJECTIVES = listed("allied armed united masked")  # participles that only describe: "HTS and allied factions"
NOUNS_LY = listed(
    "tally rally assembly family supply anomaly monopoly reply butterfly elderly daily weekly monthly early"
)
HELD_BY = listed("hold holds control controls rule rules command commands")
SMALL = listed(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety dozens scores hundreds half several most nothing"
    " sway power no none neither"
)


def lemma(word: str, form: str = "") -> str:
    """Plain form of a verb's form; '' where it is none of a known verb (or not of the kind ``form``)."""
    kinds = FORMS.get(word, {})
    return kinds.get(form, "") if form else next(iter(kinds.values()), "")


def form_of(word: str, *, after_be: bool) -> str:
    """Which form a verb's word is: a participle after "to be", else the first of past, participle, present, plain."""
    kinds = FORMS.get(word, {})
    order = (PARTICIPLE, GERUND, PAST) if after_be else (PAST, PARTICIPLE, GERUND, PRESENT, BASE)
    return next((form for form in order if form in kinds), BASE)

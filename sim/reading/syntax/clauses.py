"""``clauses``: where a statement ends. Nothing but a faction or an elided unit crosses a clause."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from sim.reading.lexical.dates import date_places, word_at
from sim.reading.lexical.function_words import (
    AUXILIARIES,
    CONDITIONS,
    DETERMINERS,
    NATURAL_BREAKS,
    NUMBER_WORDS,
    RELATIVES,
    REPORTING,
    SPELLED,
    SUBORDINATORS,
    TIME,
    listed,
)
from sim.reading.lexical.tokens import NUMBER, WORD, Token
from sim.reading.lexical.verbs import CUES, FORMS, NOUN_TOO, is_verb, lemma
from sim.reading.syntax.sentences import QUOTES
from sim.reading.syntax.units import participle_relation, unit_at

OPENING, CLOSING = frozenset("([{"), frozenset(")]}")
AS_MANY = listed("under in beyond outside out many much of well part late early few low high long soon a to")
AFTER_AS_MANY = listed("many much few well such known regarded low high late early far soon long")
NOT_A_STATEMENT = listed(
    "for with against under to by in on at as , and or from that among over during since"
)
DENYING = listed(
    "denied denies deny denying rejected rejects reject rejecting dismissed dismisses dismiss refuted"
    " disputed disputes false untrue not never"
)
SPEAKING = REPORTING | DENYING - listed("false untrue not never disputed")
STATEMENTS = listed(
    "fact claims reports news rumours rumors idea suggestion suggestions allegation allegations evidence word told confident sure clear"
    " so now given it"
)
FALSE = listed("false untrue unfounded baseless wrong exaggerated premature")
ELECTIONS = listed(
    "election elections electoral ballot ballots polls referendum vote votes voters seats primaries runoff by-election"
)
AROUND = listed("ahead before after since until pending despite boycott disrupt for")
AFTER_BUT = listed("none only just also neither")  # "runs the port but none of the cantons"
OWNERS = listed("their theirs its his our part rebel insurgent government")  # "count 26 towns as their own"
SAYING_REACH = 3  # tokens between "saying" and its "that"
PROOF = listed("evidence proof sign signs indication confirmation word")
NONE_OF_IT = listed("no few little scant without")
DENIAL_REACH = 6  # tokens before "that" in which a word of denial denies what follows
MOST = listed("most majority bulk half many minority few some")
LEVEL_NOUNS = listed("level low high share rate")  # "fell to its lowest level (55 percent)"
MOST_REACH = 9  # tokens between "most" and the bracket with its number
INFORMING = listed("told tells informed assured briefed reminded")
INFORMING_REACH = 12  # tokens between "told" and its "that"
SHORT = 9  # words of an attribution that are not looked at any further
# verbs of saying only: "and claims to control two more" is a statement
TELLING = REPORTING - listed(
    "claim claims report reports show shows showed suggests estimate estimates found finds according"
)
SMALL = NUMBER_WORDS | {"both", "all"}
ATTRIBUTION = 16  # tokens at most between the commas of ", an official said,"


class Clause(NamedTuple):
    """Tokens of one statement, their dates (token ranges), and how it is opened ('' where it opens the sentence).

    denied  True after "rejected the claim that"
    after_vote  True where the clause before it is about an election
    """

    tokens: list[Token]
    dates: list[tuple[int, int]]
    opener: str
    denied: bool = False
    after_vote: bool = False

    @property
    def conditional(self) -> bool:
        """True for a clause opened by if or unless."""
        return self.opener in CONDITIONS


def elective(clause: Clause) -> bool:
    """True for a clause about an election, other than one that only dates by it ("ahead of the election")."""
    tokens = clause.tokens
    for place, token in enumerate(tokens):
        if token.low in ELECTIONS and not {t.low for t in tokens[max(0, place - 5) : place]} & AROUND:
            return True
    return clause.opener.endswith("ing") and clause.after_vote


def clauses(sentence: list[Token]) -> list[Clause]:
    """The clauses of one sentence in order; what stands in brackets or between attributing commas comes last."""
    main, asides = without_asides([t for t in sentence if t.text not in QUOTES])
    main, interposed = without_interposed(main)
    main, attributions = without_attributions(main)
    return [clause for part in (main, *asides, *interposed, *attributions) for clause in split(part)]


def without_asides(sentence: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The sentence without its brackets or paired dashes, and their content; a bracket never closed is ignored."""
    sentence = paired_dashes(sentence)
    main: list[Token] = []
    asides: list[list[Token]] = []
    sentence = without_brackets(sentence)
    last_close = max((i for i, t in enumerate(sentence) if t.text in CLOSING), default=-1)
    depth = 0
    for place, token in enumerate(sentence):
        if token.text in OPENING:
            opens = place < last_close
            depth += opens
            asides += [[]] if opens else []
        elif token.text in CLOSING:
            depth = max(0, depth - 1)
            if not depth and asides and starts_anew(sentence, place + 1):
                main.append(token._replace(text=",", low=","))  # "five towns in Shan - A, B - two in Sagaing"
        else:
            (asides[-1] if depth else main).append(token)
    return main, [aside_tokens for aside_tokens in asides if aside_tokens]


def without_brackets(sentence: list[Token]) -> list[Token]:
    """The sentence without the brackets of "most districts (11 of 17) fell": the number is part of the statement."""
    bracket_places: set[int] = set()
    for place, token in enumerate(sentence):
        close = 0
        if token.text == "(":
            close = next((i for i in range(place + 2, place + 6) if word_at(sentence, i) == ")"), 0)
        if not close:
            continue
        level = word_at(sentence, place - 1) in LEVEL_NOUNS and sentence[place + 1].kind == NUMBER
        of_most = {t.low for t in sentence[max(0, place - MOST_REACH) : place]} & MOST
        if level or (of_most and word_at(sentence, close - 2) == "of"):
            bracket_places |= {place, close}
    return [t for i, t in enumerate(sentence) if i not in bracket_places]


def paired_dashes(sentence: list[Token]) -> list[Token]:
    """The sentence with the two dashes around an aside turned into brackets."""
    dashes = [i for i, t in enumerate(sentence) if t.text == "—" or spaced_dash(sentence, i)]
    marks: dict[int, str] = {}
    for left, right in zip(dashes[::2], dashes[1::2], strict=False):
        marks |= {left: "(", right: ")"}
    return [t._replace(text=marks[i], low=marks[i]) if i in marks else t for i, t in enumerate(sentence)]


def without_interposed(sentence: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The sentence without what stands between a speaker and his verb ("the envoy, citing residents, said"), and that."""
    commas = [i for i, t in enumerate(sentence) if t.text == ","]
    for n, (left, right) in enumerate(pairwise(commas)):
        start = commas[n - 1] + 1 if n else 0
        insertion, remainder = sentence[left + 1 : right], sentence[right + 1 :]
        if (
            0 < len(insertion) <= ATTRIBUTION
            and speaks(remainder)
            and insertion[0].low not in ("and", "or")
            and left - start > 0
            and not verbal(sentence[start:left])
            and not (placed(insertion) and any(t.kind == NUMBER or t.low in SMALL for t in insertion))
        ):
            main, other_parts = without_interposed(sentence[:left] + remainder)
            return main, [insertion, *other_parts]
    return sentence, []


def speaks(words: list[Token]) -> bool:
    """True for "said that towns fell" and for a lone "said", false for "said the governor"."""
    at = bool(words) and words[0].low in AUXILIARIES
    if len(words) <= at or words[at].low not in SPEAKING:
        return False
    return verbal(words[at + 1 :]) or not any(t.kind == WORD for t in words[at + 1 :])


def verbal(words: list[Token]) -> bool:
    """True if a verb stands among ``words``."""
    return any(t.low in AUXILIARIES or is_verb(words, i) for i, t in enumerate(words))


def without_attributions(sentence: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The sentence without ", an official said," and ", according to X,"; the words taken out as own parts."""
    end = len(sentence) - (bool(sentence) and sentence[-1].text in ".!?")
    commas = [*(i for i, t in enumerate(sentence) if t.text == ","), end]
    ranges: list[tuple[int, int]] = []
    for left, right in zip(commas, commas[1:], strict=False):
        attribution = sentence[left + 1 : right]
        if (
            0 < len(attribution) <= ATTRIBUTION
            and (not ranges or ranges[-1][1] <= left)
            and (
                attributes(attribution)
                or (
                    bool(ranges)
                    and attribution[0].low == "who"
                    and ranges[-1][1] == left + 1
                    and not placed(attribution)
                )
                or inserted(attribution, sentence[right + 1 : right + 3])
            )
        ):
            ranges.append((left, right + (not starts_anew(sentence, right + 1))))
    removed_places = {i for left, right in ranges for i in range(left, right)}
    removed_places -= {end}
    main = [t for i, t in enumerate(sentence) if i not in removed_places]
    return main, [sentence[left + 1 : right - 1] for left, right in ranges]


def starts_anew(sentence: list[Token], place: int) -> bool:
    """True if a number stands at ``place``: the comma before it is still needed."""
    if place >= len(sentence):
        return False
    token = sentence[place]
    return token.kind == NUMBER or token.low in SPELLED or token.low in TIME


def attributes(tokens: list[Token]) -> bool:
    """True for words that only say who said it."""
    if any(t.low == "that" for t in tokens):
        return False
    if tokens[0].low in REPORTING or tokens[0].low == "according":
        return len(tokens) <= SHORT or tokens[0].low == "according" or quiet(tokens[1:])
    last = tokens[-2 if len(tokens) > 2 and tokens[-2].low == "told" else -1].low
    if last in REPORTING and last != "states":
        is_described = any(t.low == "who" for t in tokens) and not placed(tokens)
        return len(tokens) <= SHORT or is_described or quiet(tokens[:-2])
    verb_place = next((i for i, t in enumerate(tokens) if i and t.low in TELLING), 0)
    return bool(verb_place) and quiet(tokens[verb_place + 1 :]) and not tokens[0].low.endswith("ing")


def inserted(tokens: list[Token], after: list[Token]) -> bool:
    """True for what a participle says of a subject between commas, without a place: ", reinforced by 600 men,"."""
    opens = {"participle", "gerund"} & FORMS.get(tokens[0].low, {}).keys() or tokens[0].low.endswith("ed")
    goes_on = any(t.low in AUXILIARIES or lemma(t.low) in CUES for t in after)
    return bool(opens) and goes_on and not placed(tokens)


def placed(words: list[Token]) -> bool:
    """True if a unit of territory stands among ``words``."""
    return any(unit_at(words, i)[0] for i in range(len(words)))


def quiet(words: list[Token]) -> bool:
    """True if no verb and no unit of territory stands among ``words``: they say where, when or to whom it was said."""
    has_verb = any(lemma(t.low) or t.low in AUXILIARIES for t in words if t.low not in NOUN_TOO)
    return not has_verb and not placed(words)


def split(sentence: list[Token]) -> list[Clause]:
    """Clauses of a run of tokens, cut before conjunctions of clauses and after verbs of saying."""
    date_tokens = {i for first, last in date_places(sentence) for i in range(first, last)}
    cuts = [i for i in range(1, len(sentence)) if i not in date_tokens and opens_clause(sentence, i)]
    edges = [0, *cuts, len(sentence)]
    parts: list[Clause] = []
    for first, last in zip(edges, edges[1:], strict=False):
        body = [t for t in sentence[first:last] if t.text not in NATURAL_BREAKS]
        if body:
            opener = body[0].low if first or body[0].low in CONDITIONS else ""
            is_doubted = opener == "that" and bool(parts) and doubts(parts[-1].tokens[-DENIAL_REACH:], body)
            body = body[1:] if opener == "that" and len(body) > 1 else body
            parts.append(
                Clause(body, date_places(body), opener, is_doubted, bool(parts) and elective(parts[-1]))
            )
    return parts


def doubts(before: list[Token], body: list[Token]) -> bool:
    """True for a statement denied before its "that" or called false at its end ("... had fallen were false")."""
    is_called_false = any(a.low in ("is", "are", "was", "were") and b.low in FALSE for a, b in pairwise(body))
    return is_called_false or denies(before)


def denies(before: list[Token]) -> bool:
    """True for words before "that" which deny what follows: "rejected the claim", "no evidence was found"."""
    words = {t.low for t in before}
    return bool(words & DENYING) or (bool(words & NONE_OF_IT) and bool(words & PROOF))


def opens_clause(sentence: list[Token], place: int) -> bool:
    """True if a new clause starts with the token at ``place``."""
    token, before = sentence[place], sentence[place - 1]
    if token.text in NATURAL_BREAKS or before.text in NATURAL_BREAKS or spaced_dash(sentence, place):
        return True
    after = sentence[place + 1].low if place + 1 < len(sentence) else ""
    if before.low in ("added", "adds", "adding") and token.low != "that":
        return False
    noun = place > 1 and sentence[place - 2].low in DETERMINERS | {"'s", "'"}  # "the lawmakers' report lists"
    if before.low in REPORTING and place > 1 and not noun and token.low not in NOT_A_STATEMENT:
        return token.low not in AUXILIARIES and token.low not in REPORTING
    if token.low == "as":
        is_described = participle_relation(after) or word_at(sentence, place + 2) == "-"
        return not is_described and after not in AS_MANY | OWNERS and before.low not in AFTER_AS_MANY
    if token.low == "but" and (before.low in ("all", "nothing", "none", "anything") or after in AFTER_BUT):
        return False
    if token.low == "with":  # not "and, with them, four hamlets"
        return after not in ("it", "them") and before.low in SUBORDINATORS | {",", "and"}
    if token.low in RELATIVES:
        verbs_of_saying = {
            t.low for t in sentence[max(0, place - SAYING_REACH) : place]
        } & REPORTING or informs(sentence, place)
        return token.low == "that" and (
            before.low in SPEAKING or before.low in STATEMENTS | PROOF or bool(verbs_of_saying)
        )
    if token.low in SUBORDINATORS:
        if after == "of":
            return False  # "because of"
        return token.low != "so" or not (before.low in ("or", "and") or after == "far")
    return before.text == "," and participle(token)


def informs(sentence: list[Token], place: int) -> bool:
    """True for the "that" of "told a news conference of 30 journalists that": a subject follows and no verb."""
    after = sentence[place + 1] if place + 1 < len(sentence) else None
    if after is None or lemma(after.low) or after.low in AUXILIARIES:
        return False
    return bool({t.low for t in sentence[max(0, place - INFORMING_REACH) : place]} & INFORMING)


def participle(token: Token) -> bool:
    """True for a word in -ing that opens a phrase of its own after a comma (", seizing ...")."""
    return token.low.endswith("ing") and token.low != "including" and lemma(token.low) in CUES


def spaced_dash(sentence: list[Token], place: int) -> bool:
    """True for a hyphen with space on both sides, which stands for a dash."""
    token = sentence[place]
    if token.low != "-" or place + 1 >= len(sentence):
        return False
    return sentence[place - 1].end < token.start and token.end < sentence[place + 1].start

"""``inflected``: the forms of English verbs from their plain form, by rule; only irregular verbs are listed."""

from __future__ import annotations

import re

from sim.reading.lexical.function_words import listed

BASE, PRESENT, PAST, PARTICIPLE, GERUND = "base", "present", "past", "participle", "gerund"
IRREGULAR = {  # plain form: past and participle
    lemma: (past, participle)
    for lemma, past, participle in (
        row.split("/")
        for row in listed(
            "arise/arose/arisen be/was/been bear/bore/borne beat/beat/beaten become/became/become begin/began/begun"
            " bind/bound/bound bite/bit/bitten bleed/bled/bled break/broke/broken bring/brought/brought build/built/built"
            " burn/burnt/burnt burst/burst/burst buy/bought/bought catch/caught/caught cling/clung/clung come/came/come"
            " cost/cost/cost creep/crept/crept cut/cut/cut deal/dealt/dealt dig/dug/dug do/did/done draw/drew/drawn"
            " drive/drove/driven eat/ate/eaten fall/fell/fallen feed/fed/fed feel/felt/felt fight/fought/fought"
            " find/found/found flee/fled/fled fling/flung/flung fly/flew/flown forsake/forsook/forsaken get/got/got"
            " give/gave/given go/went/gone grow/grew/grown hang/hung/hung have/had/had hear/heard/heard hit/hit/hit"
            " hold/held/held keep/kept/kept know/knew/known lay/laid/laid lead/led/led leave/left/left lend/lent/lent"
            " let/let/let lie/lay/lain lose/lost/lost make/made/made mean/meant/meant meet/met/met overrun/overran/overrun"
            " overtake/overtook/overtaken overthrow/overthrew/overthrown pay/paid/paid put/put/put quit/quit/quit"
            " read/read/read retake/retook/retaken ride/rode/ridden rise/rose/risen run/ran/run say/said/said see/saw/seen"
            " seek/sought/sought sell/sold/sold send/sent/sent set/set/set shake/shook/shaken shed/shed/shed"
            " shoot/shot/shot show/showed/shown shrink/shrank/shrunk shut/shut/shut sink/sank/sunk sit/sat/sat"
            " slide/slid/slid speak/spoke/spoken spend/spent/spent spill/spilt/spilt split/split/split"
            " spread/spread/spread stand/stood/stood steal/stole/stolen stick/stuck/stuck strike/struck/struck"
            " strip/stripped/stripped sweep/swept/swept swell/swelled/swollen swing/swung/swung take/took/taken"
            " teach/taught/taught tell/told/told think/thought/thought throw/threw/thrown thrust/thrust/thrust"
            " undergo/underwent/undergone understand/understood/understood wear/wore/worn win/won/won"
            " withdraw/withdrew/withdrawn withstand/withstood/withstood write/wrote/written"
        )
    )
}
DOUBLED = listed(
    "grab snap slip snip nab bag net hem pin stop drop plan ship control travel ban cap chop clip equip fan flag jam"
    " mop nip permit regret rip rob scrap slam stem step strip submit tap total trim wrap begin cut get hit let put quit run set"
    " shed shut sit split win swim dig dog rid level overrun expel repel compel dispel rebel patrol cancel fuel shovel top"
)
VOWELS = "aeiou"
SHORT = re.compile("[^aeiou]+[aeiouy][bdgklmnprtvz]")  # one short syllable ("span", "strip")


def inflected(lemma: str) -> dict[str, str]:
    """The five forms of a verb by name; a particle after a blank stays as it is ("take over", "took over")."""
    verb, _, particle = lemma.partition(" ")
    past, participle = IRREGULAR.get(verb, (regular_past(verb), regular_past(verb)))
    words = {
        BASE: verb,
        PRESENT: present(verb),
        PAST: past,
        PARTICIPLE: participle,
        GERUND: gerund(verb),
    }
    return {form: f"{word} {particle}".strip() for form, word in words.items()}


def forms(lemmas: str) -> frozenset[str]:
    """Every form of the verbs in a blank-separated list."""
    return frozenset(word for lemma in lemmas.split() for word in inflected(lemma).values())


def present(verb: str) -> str:
    """The form after he, she or it."""
    if verb in ("be", "have", "do", "go"):
        return {"be": "is", "have": "has"}.get(verb, verb + "es")
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    return verb[:-1] + "ies" if y_after_consonant(verb) else verb + "s"


def regular_past(verb: str) -> str:
    """The form in -ed."""
    if verb.endswith("e"):
        return verb + "d"
    if y_after_consonant(verb):
        return verb[:-1] + "ied"
    return doubled(verb) + "ed"


def gerund(verb: str) -> str:
    """The form in -ing."""
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return doubled(verb) + "ing"


def doubled(verb: str) -> str:
    """The verb with its last consonant doubled where spelling asks for it."""
    return verb + verb[-1] if verb in DOUBLED or SHORT.fullmatch(verb) else verb


def y_after_consonant(verb: str) -> bool:
    """True for carry, not for deploy."""
    return verb.endswith("y") and len(verb) > 1 and verb[-2] not in VOWELS

"""Rows of special words: what a verb, a noun or a state says of a count, and when. One mechanism reads all tables of rows.

A table belongs to a case, a class with a ``word`` (what the rows are looked up by) and a ``mood``; whatever else a row names is
one of its facts: an attribute, or a function of the case. Rows stand in the order in which they are tried, the special before the general, and the first that holds
decides. A word with a meaning of its own in some place is one more row above the general one of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from sim.reading.lexical.control_verbs import CONTESTS, CONTROLS, GAINED, LOST, RECAPTURED
from sim.reading.syntax.attachment import Attachment, in_mood, refused

RELATIONS = frozenset((GAINED, LOST, RECAPTURED, CONTROLS, CONTESTS))
NOTHING = "nothing"  # in place of a relation: the words say nothing of the count, and no later row is asked
NOBODY = ""
ANY: frozenset[str] = frozenset()


class Described(Protocol):
    """A case: a word, the mood it stands in, and facts around them."""

    @property
    def word(self) -> str: ...
    @property
    def mood(self) -> str: ...


Case = TypeVar("Case", bound=Described)
Facts = Mapping[str, Callable[[Case], Any]]


class Row(NamedTuple):
    """One way to say something of a count.

    words     for which the row stands; ANY for all
    guards    what must hold, blank-separated: a fact that is true, ``not_`` before it if it must be false,
              ``link=of|out_of`` for one that is one of these words
    relation  what is said of the places; or NOTHING; or the fact that tells it, be it as a whole bond or None (then
              the next row is tried)
    whose     the fact that tells the party; NOBODY
    mood      instead of the case's own
    marks     fields of the bond that are true: ``remains``, ``lasting``, ``open``; ``closed`` for one that is not open
    reason    why the number is no count
    """

    words: Iterable[str]
    guards: str = ""
    relation: str = NOTHING
    whose: str = NOBODY
    mood: str = ""
    marks: str = ""
    reason: str = ""


class Table(Generic[Case]):
    """The rows of one kind of case, by word; ValueError where a row names what the case does not have."""

    def __init__(self, case: type[Case], facts: Facts[Case], *rows: Row) -> None:
        fields = {*dir(case), *getattr(case, "__dataclass_fields__", ())}
        self.facts: Facts[Case] = {**{name: attrgetter(name) for name in fields}, **facts}
        self.rows: list[tuple[Row, list[Guard]]] = []
        self.by_word: dict[str, list[int]] = {}
        for number, row in enumerate(rows):
            guards = [parsed(guard) for guard in row.guards.split()]
            facts_used = {guard.fact for guard in guards} | {row.whose, row.relation} - RELATIONS - {
                NOBODY,
                NOTHING,
            }
            if facts_used - self.facts.keys():
                raise ValueError(
                    f"{case.__name__} has no {sorted(facts_used - self.facts.keys())}; expected facts in {row}"
                )
            self.rows.append((row, guards))
            for word in ("",) if row.words is ANY else row.words:
                self.by_word.setdefault(word, []).append(number)

    def read(self, case: Case) -> Attachment | None:
        """What the first row that holds says of the count; None where none does."""
        for row in self.holding(case):
            if row.reason:
                return refused(row.reason)
            if row.relation == NOTHING:
                return None
            relation = row.relation if row.relation in RELATIONS else self.facts[row.relation](case)
            if isinstance(relation, Attachment):
                return relation
            if relation:
                party = self.facts[row.whose](case) if row.whose else ""
                return marked(row.mood or case.mood, relation, party, row.marks.split())
        return None

    def holding(self, case: Case) -> Iterator[Row]:
        """The rows that hold of a case, in order."""
        for number in sorted({*self.by_word.get(case.word, ()), *self.by_word.get("", ())}):
            row, guards = self.rows[number]
            if all(guard.holds(self.facts[guard.fact](case)) for guard in guards):
                yield row


class Guard(NamedTuple):
    """A fact that must hold, or must not; with ``words``, be one of them."""

    fact: str
    wanted: bool
    words: frozenset[str]

    def holds(self, value: object) -> bool:
        """True if a value is as it must be."""
        return (value in self.words if self.words else bool(value)) is self.wanted


def parsed(guard: str) -> Guard:
    """A guard from its text: ``not_passive``, ``link=of|out_of``."""
    name, _, words = guard.partition("=")
    word_set = frozenset(word.replace("_", " ") for word in words.split("|")) if words else ANY
    return Guard(name.removeprefix("not_"), not name.startswith("not_"), word_set)


def marked(mood: str, relation: str, party: str, marks: list[str]) -> Attachment:
    """The bond of an act in its mood with the marks of its row; one that is lasting is so in any mood."""
    if "lasting" in marks:
        return Attachment(relation, party, lasting=True)
    attachment = in_mood(mood, relation, party)
    if attachment.reason:
        return attachment
    return replace(
        attachment,
        remains="remains" in marks,
        open="open" in marks or (attachment.open and "closed" not in marks),
    )

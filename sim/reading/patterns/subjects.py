"""``Verbal``: what rows ask of a verb and its subject."""

from __future__ import annotations

from dataclasses import dataclass

from sim.reading.lexical.control_verbs import PARTIES, UNREST
from sim.reading.patterns.rows import Facts
from sim.reading.syntax.chunks import Chunk, ChunkedClause
from sim.reading.syntax.parties import civil, subject, subject_place


@dataclass(frozen=True)
class Verbal:
    """The verb at ``verb`` of a clause."""

    line: ChunkedClause
    verb: int

    @property
    def chunk(self) -> Chunk:
        """The verb's chunk."""
        return self.line.at(self.verb)

    @property
    def word(self) -> str:
        """The verb in its plain form."""
        return self.chunk.word

    @property
    def mood(self) -> str:
        """The verb's mood."""
        return self.chunk.mood

    @property
    def passive(self) -> bool:
        """True for a passive."""
        return self.chunk.passive

    @property
    def subject(self) -> str:
        """The party the verb is said of."""
        return subject(self.line, self.verb)

    @property
    def group(self) -> Chunk | None:
        """The noun group the verb is said of."""
        at = subject_place(self.line, self.verb)
        return self.line.at(at) if at >= 0 else None

    @property
    def head(self) -> str:
        """The last word of that group; '' where there is none."""
        return self.group.word if self.group else ""

    @property
    def civil_subject(self) -> bool:
        """True if the subject is no party to the war."""
        return self.group is not None and civil(self.group)

    @property
    def party(self) -> bool:
        """True if the subject is a party to the war."""
        words = self.group.words if self.group else ()
        owner = max((i for i, word in enumerate(words) if word in ("'s", "'")), default=-1)
        return bool(set(words[owner + 1 :]) & PARTIES)


VERBAL: Facts[Verbal] = {
    "bare": lambda c: c.chunk.bare,
    "unrest": lambda c: c.group is not None and set(c.group.words) & UNREST,
}

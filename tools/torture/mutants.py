"""Mutants of source files: one operator, number, argument or condition changed, as mutmut changes it."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

DECORATED = re.compile(r"^(\s*)@(?=\w)", re.MULTILINE)
PUT_BACK = re.compile(r"^(\s*)#decorated#", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One change of one file: the file's whole text, and the line that differs."""

    file: str
    text: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> str:
        """What tells it from others: file and a digest of its text."""
        return f"{self.file} {hashlib.sha256(self.text.encode()).hexdigest()[:16]}"


def mutants_of(root: Path, paths: Sequence[Path], sample: int, seed: int) -> tuple[list[Mutant], int]:
    """A sample of the mutants of the files, and how many there are; mutants of texts are left out."""
    import libcst
    from mutmut.mutation.file_mutation import create_mutations, deep_replace

    texts = (libcst.SimpleString, libcst.FormattedString, libcst.ConcatenatedString)
    found = []
    for path in paths:
        hidden = DECORATED.sub(
            r"\1#decorated#", path.read_text(encoding="utf-8")
        )  # mutmut passes decorated functions by
        module, mutations, *_ = create_mutations(str(path), hidden)
        found += [(path, module, one) for one in mutations if not isinstance(one.original_node, texts)]
    chosen = random.Random(seed).sample(found, len(found))[
        :sample
    ]  # a larger sample begins with the smaller one
    return [
        mutant_from(root, path, deep_replace(module, one.original_node, one.mutated_node).code)
        for path, module, one in chosen
    ], len(found)


def mutant_from(root: Path, path: Path, code: str) -> Mutant:
    """The mutant of a file from its code, decorators put back."""
    text = PUT_BACK.sub(r"\1@", code)
    pairs = enumerate(
        zip(path.read_text(encoding="utf-8").splitlines(), text.splitlines(), strict=False), start=1
    )
    number, (old, new) = next((n, pair) for n, pair in pairs if pair[0] != pair[1])
    return Mutant(path.relative_to(root).as_posix(), text, number, old.strip(), new.strip())

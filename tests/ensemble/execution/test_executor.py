"""Threads of this process: what is given out, and when."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, overload

import pytest

from sim.ensemble.execution.executor import AHEAD, Threads


class Taken(Sequence[int]):
    """Whole numbers that count how many of them were taken."""

    def __init__(self, size: int) -> None:
        self.size, self.taken = size, 0

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...
    def __getitem__(self, at: Any) -> Any:
        return range(self.size)[at]

    def __iter__(self) -> Iterator[int]:
        for number in range(self.size):
            self.taken += 1
            yield number


class Doubling:
    """A work that doubles, and fails at one number."""

    def __init__(self, failing: int = -1) -> None:
        self.stop, self.failing = threading.Event(), failing

    def here(self, item: int) -> int:
        if item == self.failing:
            raise ArithmeticError(item)
        return 2 * item

    def away(self, item: int, shared: bool) -> int:
        return self.here(item)

    def receive(self, item: int, parcel: int) -> int:
        return parcel


@pytest.mark.parametrize("workers", [1, 3])
def test_every_item_is_done_once_and_few_are_given_out_ahead(workers: int) -> None:
    items, found = Taken(1000), {}
    for done, (item, result) in enumerate(Threads(workers).each(Doubling(), items)):
        found[item] = result
        assert items.taken <= done + 1 + AHEAD * workers
    assert found == {number: 2 * number for number in range(1000)}


def test_nothing_more_is_given_out_once_nobody_waits_or_an_item_fails() -> None:
    items, work = Taken(1000), Doubling()
    with closing(Threads(2).each(work, items)) as results:
        next(results)
    assert work.stop.is_set()
    assert items.taken <= 2 * AHEAD
    items, work = Taken(1000), Doubling(failing=40)
    with pytest.raises(ArithmeticError, match="40"):
        list(Threads(2).each(work, items))
    assert items.taken <= 41 + 2 * AHEAD
    assert list(Threads(2).each(Doubling(), [])) == []

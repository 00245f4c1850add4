"""Days of a run and dates of the calendar. Day 0 is the start; a day holds what happened by its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Calendar:
    """The dated frame of a scenario: ``start`` is day 0, ``as_of`` the day the question is asked."""

    start: date
    as_of: date

    @property
    def as_of_day(self) -> int:
        """Day number of ``as_of``."""
        return self.day(self.as_of)

    def day(self, when: date) -> int:
        """Day number of a date; negative before the start."""
        return (when - self.start).days

    def date(self, day: int) -> date:
        """Date of a day number."""
        return self.start + timedelta(days=day)

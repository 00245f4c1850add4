"""Reports drawn from the evidence model: one run is the truth, its sources report what they counted.

The mirror image of ``sim.inference.report_terms``: a source is trustworthy or not for all its reports together; if not, it
says any number alike. If so, it counts with its bias, its lag and its counting error, and a later stock of the same
tracker adds an increment with an error of its own. Every report is a whole number: words are not simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.base.dice import uniforms
from sim.evidence.source_and_count import Count, Source
from sim.inference.predict import bias_draws, counting_error, predict_lags
from sim.inference.report_terms import doubt, earlier_stock, group_of, lags_of, source_of
from sim.record.record import Record


@dataclass(frozen=True)
class Reporter:
    """The sources as they really are, and the random numbers of one retelling.

    seed    of the biases, the ensemble's own: a run is judged with the biases it was given
    dice    of everything else, addressed by ``number``
    """

    record: Record
    sources: Mapping[str, Source]
    seed: int
    dice: int
    number: int

    def die(self, name: str) -> float:
        """Uniform number in (0, 1) for this retelling."""
        return float(uniforms(self.dice, f"calibration.{name}", np.array([self.number]))[0])

    def trusted(self, count: Count) -> bool:
        """Whether the count's group reports what it saw."""
        return self.die(f"{group_of(count)}.trusted") >= doubt(count, self.sources)

    def seen(self, row: int, count: Count, earlier: Count | None) -> float:
        """What the source sees in run ``row``, with one lag drawn; what was added since ``earlier`` if there is one."""
        source = source_of(count, self.sources)
        bias = bias_draws(self.seed, self.record.run[row : row + 1], source)
        points = lags_of(count, source)
        lag = points[int(self.die(f"{count.id}.lag") * len(points))][None]
        record = only(self.record, row)
        number_seen = predict_lags(record, count, source, bias, lag)[0, 0]
        return float(
            number_seen
            if earlier is None
            else number_seen - predict_lags(record, earlier, source, bias, lag)[0, 0]
        )

    def counted(self, row: int, count: Count, earlier: Count | None, numbers: Mapping[str, int]) -> int:
        """The number the source reports for run ``row``, a whole number from 0 to its total."""
        total = round(count.basis)
        u = self.die(f"{count.id}.number")
        if not self.trusted(count):
            return int(u * (total + 1))
        lowest = 0 if earlier is None else -total
        error = counting_error(self.record, count, source_of(count, self.sources))
        number_drawn = error.draw(self.seen(row, count, earlier), np.arange(lowest, total + 1.0), u)
        return number_drawn if earlier is None else min(max(numbers[earlier.id] + number_drawn, 0), total)


def only(record: Record, row: int) -> Record:
    """The record of one run alone."""
    events = slice(record.event_first[row], record.event_first[row + 1])
    arrays = ("event_day", "event_district", "event_from", "event_to", "event_manner")
    return replace(
        record,
        run=record.run[row : row + 1],
        end_day=record.end_day[row : row + 1],
        end_cause=record.end_cause[row : row + 1],
        series={name: values[row : row + 1] for name, values in record.series.items()},
        event_first=np.array([0, record.event_first[row + 1] - record.event_first[row]]),
        **{name: getattr(record, name)[events] for name in arrays},
    )


def simulate_reports(reporter: Reporter, row: int, counts: Sequence[Count]) -> tuple[Count, ...]:
    """The same reports with the numbers that run ``row`` would have led to, in the order given."""
    numbers: dict[str, int] = {}
    for count in sorted(counts, key=lambda entry: entry.date):
        numbers[count.id] = reporter.counted(row, count, earlier_stock(count, counts), numbers)
    return tuple(
        replace(count, low=float(numbers[count.id]), high=float(numbers[count.id]), modifier="exactly")
        for count in counts
    )

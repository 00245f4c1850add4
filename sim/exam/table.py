"""All questions of an exam as one table, with what every method says. Axes: Q questions, G + 1 views."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

MODEL, PRIOR = "model", "before the reports"


@dataclass(frozen=True)
class QuestionTable:
    """Q questions with a known answer.

    campaign, group, origin, kind, district, who   text [Q]; mover, horizon, steps int [Q]; happened bool [Q]
    p       method -> float64 [Q]
    views   float64 [G+1, Q] of the model after the reports, for its Monte Carlo error
    censored  questions whose answer is not known, left out
    """

    campaign: np.ndarray
    group: np.ndarray
    origin: np.ndarray
    kind: np.ndarray
    district: np.ndarray
    mover: np.ndarray
    horizon: np.ndarray
    steps: np.ndarray
    who: np.ndarray
    happened: np.ndarray
    p: dict[str, np.ndarray]
    views: np.ndarray
    censored: int

    def __len__(self) -> int:
        return len(self.happened)

    def only(self, chosen: np.ndarray) -> QuestionTable:
        """The questions marked in bool ``chosen`` [Q]."""
        return QuestionTable(
            **{name: getattr(self, name)[chosen] for name in ASKED},
            p={name: values[chosen] for name, values in self.p.items()},
            views=self.views[:, chosen],
            censored=self.censored,
        )


# columns of a question and its answer
ASKED = tuple(field.name for field in fields(QuestionTable) if field.name not in ("p", "views", "censored"))

"""Parameters carry unit, meaning, range, prior and source where they are defined.

A prior is a value (``LogNormal(0.05, 0.7)``) that can be written, parsed and turned into quantiles by
``sim.ensemble.draws``. Everything else (record dtype, Hydra schema, docs tables) is generated from here.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from sim.base.errors import UsageError, nearest

SCALE = 400  # districts of the network that priors with ``scaled`` are written for
SPACING = 35.0  # km between neighbouring districts of that network, the median over its borders
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
PRIOR_TEXT = re.compile(
    rf"\s*([a-z_]+)\s*\(\s*({NUMBER})\s*(?:,\s*({NUMBER})\s*)?\)\s*"
    rf"(?:shifted\s*\(\s*({NUMBER})\s*,\s*({NUMBER})\s*\)\s*)?"
)


@dataclass(frozen=True)
class Extent:
    """How large a network is: its districts, and the median distance in km between neighbours, which says how fine it is."""

    districts: int = SCALE
    spacing: float = SPACING


@dataclass(frozen=True)
class Prior:
    """A distribution by name with its one or two numbers.

    fixed(value) | uniform(low, high) | normal(mean, sd) | lognormal(median, sigma) | gamma(shape, scale)
    shift, width   of its normal scores: where the q-quantile of ``uniform(0, 1) shifted(0.3, 0.9)`` lies, the distribution as
                   it stands has that of Phi(0.3 + 0.9 Phi^-1(q)); so its range stays what it is
    """

    family: str
    a: float
    b: float = 0.0
    shift: float = 0.0
    width: float = 1.0

    def __str__(self) -> str:
        return self.text("g")

    def text(self, digits: str) -> str:
        """As it is written, numbers with ``digits`` of a format; "r" for all."""
        numbers = ["shift", "width"] if self.shifted else []
        a, b, *shift_numbers = (
            repr(value) if digits == "r" else format(value, digits)
            for value in (self.a, self.b, *(getattr(self, name) for name in numbers))
        )
        if self.fixed:
            return f"fixed({a})"
        return f"{self.family}({a}, {b})" + (f" shifted({', '.join(shift_numbers)})" if shift_numbers else "")

    @property
    def exact(self) -> list[str | float]:
        """Its family and numbers without rounding."""
        return [self.family, self.a, self.b, *([self.shift, self.width] if self.shifted else [])]

    @property
    def shifted(self) -> bool:
        """True if its scores are not those of the family as it stands."""
        return (self.shift, self.width) != (0.0, 1.0)

    def move(self, shift: float, width: float) -> Prior:
        """The distribution whose scores are normal with mean ``shift`` and standard deviation ``width`` in those of this one."""
        if self.fixed:
            return self
        if self.family == "normal":
            return Prior("normal", self.a + self.b * shift, self.b * width)
        if self.family == "lognormal":
            return Prior("lognormal", self.a * math.exp(self.b * shift), self.b * width)
        return Prior(self.family, self.a, self.b, self.shift + self.width * shift, self.width * width)

    @property
    def fixed(self) -> bool:
        """True when every draw is the same number."""
        return self.family == "fixed"


def Fixed(value: float) -> Prior:  # noqa: N802 - reads as the name of a distribution
    """Every run has ``value``."""
    return Prior("fixed", float(value))


def Uniform(low: float, high: float) -> Prior:  # noqa: N802
    """Uniform between ``low`` and ``high``."""
    return Prior("uniform", float(low), float(high))


def Normal(mean: float, sd: float) -> Prior:  # noqa: N802
    """Normal with ``mean`` and standard deviation ``sd``."""
    return Prior("normal", float(mean), float(sd))


def LogNormal(median: float, sigma: float) -> Prior:  # noqa: N802
    """Lognormal with ``median`` and standard deviation ``sigma`` of the logarithm."""
    return Prior("lognormal", float(median), float(sigma))


def Gamma(shape: float, scale: float) -> Prior:  # noqa: N802
    """Gamma with ``shape`` and ``scale``; mean is their product."""
    return Prior("gamma", float(shape), float(scale))


FAMILIES = ("fixed", "uniform", "normal", "lognormal", "gamma")


def parse_prior(text: object) -> Prior:
    """The prior written as ``0.5``, ``'uniform(0, 3)'``, ``'lognormal(0.05, 0.7)'``; UsageError otherwise."""
    if isinstance(text, bool):
        raise UsageError(f"prior = {text!r} is a truth value; expected a number or 'uniform(0, 3)'")
    if isinstance(text, (int, float)):
        return check_prior(Fixed(float(text)), text)
    match = PRIOR_TEXT.fullmatch(str(text))
    if match is None:
        try:
            return check_prior(Fixed(float(str(text))), text)
        except ValueError:
            raise UsageError(
                f"prior = {text!r} is not understood; expected a number or one of "
                "uniform(low, high), normal(mean, sd), lognormal(median, sigma), gamma(shape, scale)"
            ) from None
    family, a, b, shift, width = match.groups()
    if family not in FAMILIES:
        raise UsageError(f"prior = {text!r} names an unknown distribution{nearest(family, FAMILIES)}")
    if (b is None) != (family == "fixed"):
        count = "one number" if family == "fixed" else "two numbers"
        raise UsageError(f"prior = {text!r}: {family} takes {count}")
    prior = Prior(family, float(a), float(b or 0.0))
    if shift is None:
        return check_prior(prior, text)
    if family not in ("uniform", "gamma") or float(width) <= 0:
        raise UsageError(
            f"prior = {text!r} cannot be shifted so; expected uniform or gamma, and a positive width, "
            "as in uniform(0, 1) shifted(0.3, 0.9)"
        )
    return check_prior(prior, text).move(float(shift), float(width))


def check_prior(prior: Prior, text: object) -> Prior:
    """``prior`` if its numbers make a distribution, else UsageError."""
    is_invalid = (
        not (math.isfinite(prior.a) and math.isfinite(prior.b))
        or (prior.family == "uniform" and prior.a >= prior.b)
        or (prior.family == "normal" and prior.b <= 0)
        or (prior.family in ("lognormal", "gamma") and (prior.a <= 0 or prior.b <= 0))
    )
    if is_invalid:
        raise UsageError(
            f"prior = {text!r} is not a distribution; expected finite numbers, low < high, positive spread"
        )
    return prior


@dataclass(frozen=True)
class Parameter:
    """One documented number of the law."""

    name: str  # dotted: momentum.gain
    unit: str
    meaning: str
    low: float
    high: float
    prior: Prior
    source: str
    scaled: bool = False  # the prior is that of SCALE districts and grows with the network
    spaced: bool = False  # the prior is that of neighbours SPACING km apart: a front moves by kilometres, not by districts

    def prior_for(self, extent: Extent) -> Prior:
        """The prior on a network of that extent, unless a scenario gives its own."""
        factor = extent.districts / SCALE if self.scaled else 1.0
        if self.spaced:
            factor *= SPACING / extent.spacing
        if factor == 1.0:
            return self.prior
        prior = self.prior
        second = prior.b if prior.family == "lognormal" else prior.b * factor
        return Prior(prior.family, prior.a if prior.family == "gamma" else prior.a * factor, second)

    @property
    def field(self) -> str:
        """Name inside the record array: momentum_gain."""
        return self.name.replace(".", "_")

    def check(self, prior: Prior, where: str = "") -> Prior:
        """``prior`` if a fixed value lies in the range and a uniform one inside it, else UsageError."""
        is_outside = (prior.fixed and not self.low <= prior.a <= self.high) or (
            prior.family == "uniform" and not (self.low <= prior.a and prior.b <= self.high)
        )
        if is_outside:
            raise UsageError(
                f"{where}{self.name} = {prior} is outside its range; "
                f"expected {self.low:g} to {self.high:g} {self.unit} ({self.meaning})"
            )
        return prior


def parameter(
    name: str,
    prior: Prior,
    unit: str,
    meaning: str,
    *,
    low: float,
    high: float,
    source: str,
    scaled: bool = False,
    spaced: bool = False,
) -> Parameter:
    """Declare a parameter of the law; see ``Parameter``."""
    return Parameter(name, unit, meaning, float(low), float(high), prior, source, scaled, spaced)

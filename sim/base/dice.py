"""Every die has an address: u = hash(seed, run, day, district key, channel).

The finaliser is splitmix64 (Steele, Lea & Flood 2014), a bijection of 64-bit words. Nothing below ``ensemble``
owns a generator, so run 17 is the same run alone, in a batch, on any thread, after a resume and in Mesa.
Words become floats by way of signed integers, which a processor converts in one instruction.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from sim.base.compiled import compiled

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MULTIPLY_1 = np.uint64(0xBF58476D1CE4E5B9)
MULTIPLY_2 = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11, S32 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11), np.uint64(32)
LOW_32, LOW_16, S16 = np.uint64(0xFFFFFFFF), np.uint64(0xFFFF), np.uint64(16)
TWO_32 = np.uint64(1 << 32)
SLACK = 1e-9  # far more than rounding does to a chance
CHANNELS_A_DAY = np.uint64(64)

# channels: what a die decides
ORDERS, FIGHT, PRESENCE, WIN_BACK, TALKING, RESOLVE, HELD_MAP, CONTESTED_MAP, UNEVEN = (
    np.uint64(number) for number in range(9)
)
TEMPO, INITIATIVE, INTERVENTION, ROUT, FLIGHT, REPORT, RISING = (np.uint64(number) for number in range(9, 16))
PURSUIT = np.uint64(16)  # one for each pass of a day: 16 to 31


@compiled
def mix(word: np.uint64) -> np.uint64:
    """splitmix64 finaliser of a uint64."""
    word = (word ^ (word >> S30)) * MULTIPLY_1
    word = (word ^ (word >> S27)) * MULTIPLY_2
    return word ^ (word >> S31)


@compiled
def run_key(seed: np.uint64, run: np.uint64) -> np.uint64:
    """Key of one run from uint64 ``seed`` and ``run``."""
    return mix(mix(seed + GOLDEN) + (run + np.uint64(1)) * GOLDEN)


@compiled
def day_key(key: np.uint64, day: int, channel: np.uint64) -> np.uint64:
    """Key of one channel on one day of the run with ``key``."""
    return mix(key + (np.uint64(day) * CHANNELS_A_DAY + channel + np.uint64(1)) * GOLDEN)


@compiled
def pass_key(key: np.uint64, day: int, turn: int) -> np.uint64:
    """Key of one further pass of a day of the run with ``key``; ``turn`` is below 16."""
    return day_key(key, day, PURSUIT + np.uint64(turn))


@compiled
def die(key: np.uint64, place: np.uint64) -> float:
    """Uniform number in the open interval (0, 1) for a district key; 53 bits."""
    return (float(np.int64(mix(key ^ place) >> S11)) + 0.5) * 1.1102230246251565e-16


@compiled
def high_die(word: np.uint64) -> float:
    """First of two 32-bit dice of one word, in (0, 1)."""
    return (float(np.int64(word >> S32)) + 0.5) * 2.3283064365386963e-10


@compiled
def low_die(word: np.uint64) -> float:
    """Second of two 32-bit dice of one word, in (0, 1)."""
    return (float(np.int64(word & LOW_32)) + 0.5) * 2.3283064365386963e-10


@compiled
def below(chance: float) -> np.uint64:
    """No 32-bit die that is below ``chance`` is as large as this number; with room for what rounding does to either."""
    bound = chance * (1.0 + SLACK) * 4294967296.0 + 1.0
    return np.uint64(int(bound)) if bound < 4294967296.0 else TWO_32


@compiled
def happens(u: float, rate: float) -> bool:
    """True if the die ``u`` says that what comes at ``rate`` comes: u < 1 - exp(-rate) <= rate, so most need no exponential."""
    return u < rate + 1e-12 and u < 1.0 - math.exp(-rate)


@compiled
def bell(word: np.uint64) -> float:
    """Nearly normal number with mean 0 and variance 1 of one word: the sum of four uniform numbers of 16 bits.

    Its kurtosis is 2.7 instead of 3; no quantile needs a logarithm, and compiled and plain code agree.
    """
    total = 0.0
    for _ in range(4):
        total += float(np.int64(word & LOW_16))
        word = word >> S16
    return ((total + 2.0) * 1.52587890625e-05 - 2.0) * 1.7320508075688772


@compiled
def logistic(u: float) -> float:
    """Logistic quantile with mean 0 and variance 1 of ``u`` in (0, 1)."""
    return 0.5513288954217921 * math.log(u / (1.0 - u))


def stable_key(name: str) -> np.uint64:
    """64-bit key of a name (district id, parameter, source), the same on every machine."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


def uniforms(seed: int, name: str, runs: np.ndarray) -> np.ndarray:
    """Uniform numbers (0, 1), one for each run number in ``runs``, addressed by ``name``: float64 [R]."""
    plain_mix: Callable[..., Any] = getattr(mix, "py_func", mix)  # the same finaliser, on whole arrays
    with np.errstate(over="ignore"):
        keys = plain_mix(np.array([seed], dtype=np.uint64) + GOLDEN)
        keys = plain_mix(keys + (np.asarray(runs, dtype=np.uint64) + np.uint64(1)) * GOLDEN)
        words = plain_mix(keys ^ stable_key(name))
    out: np.ndarray = ((words >> S11).astype(np.float64) + 0.5) * 2.0**-53
    return out

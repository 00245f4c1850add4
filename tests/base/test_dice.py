"""Dice: golden words, the open interval, uniformity, independence of addresses, scalar and array twins."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from scipy import stats

from sim.base import dice
from sim.base.compiled import door
from sim.base.dice import stable_key, uniforms

ERROR = 1e-4  # false-alarm rate of each test of chance; the seeds are fixed
MANY = 200_000
GOLDEN_DRAWS = [
    "0x1.a5be4d938154ep-1",
    "0x1.25276b3ca2e5bp-2",
    "0x1.02dfd2de2ce08p-1",
]  # from whole-number arithmetic


@cache
def places() -> np.ndarray:
    """Keys of MANY names: uint64 [MANY]."""
    return np.array([stable_key(f"D{row}") for row in range(MANY)], dtype=np.uint64)


@door
def words_of(seed, run, day, channel, places, out):  # type: ignore[no-untyped-def]
    """Words of one channel on one day, one for each place."""
    key = dice.day_key(dice.run_key(seed, run), day, channel)
    for n in range(len(places)):
        out[n] = dice.mix(key ^ places[n])


@door
def dice_of(seed, run, day, channel, places, out):  # type: ignore[no-untyped-def]
    """The three dice of each word: float64 [n, 3]."""
    key = dice.day_key(dice.run_key(seed, run), day, channel)
    for n in range(len(places)):
        word = dice.mix(key ^ places[n])
        out[n, 0] = dice.die(key, places[n])
        out[n, 1] = dice.high_die(word)
        out[n, 2] = dice.low_die(word)


def thrown(seed: int = 1, run: int = 0, day: int = 1, channel: np.uint64 = dice.ORDERS) -> np.ndarray:
    """(53-bit die, high die, low die) of MANY places: float64 [MANY, 3]."""
    out = np.zeros((MANY, 3))
    with np.errstate(over="ignore"):
        dice_of(np.uint64(seed), np.uint64(run), day, channel, places(), out)
    return out


@pytest.mark.parametrize(
    ("address", "golden"),
    [
        ((1, 0, 1, dice.ORDERS), [0x2E96BB3EC06172A1, 0x810C8C589DCB8561]),
        ((1, 17, 30, dice.FIGHT), [0x3A64CFF5366E799A, 0x905817C226C2ECB6]),
        ((2**62, 10**8, 3650, dice.UNEVEN), [0x7A8FF15927BD2149, 0xE136BC1EA3E2EBDA]),
    ],
)
def test_the_words_of_an_address_are_golden(
    address: tuple[int, int, int, np.uint64], golden: list[int]
) -> None:
    seed, run, day, channel = address
    out = np.zeros(2, dtype=np.uint64)
    with np.errstate(over="ignore"):
        words_of(np.uint64(seed), np.uint64(run), day, channel, places()[:2], out)
    assert [hex(word) for word in out] == [hex(word) for word in golden]


def test_the_finaliser_is_splitmix64_as_published() -> None:
    state, published = (
        0,
        [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F],
    )  # seed 0, Steele et al.
    plain = getattr(dice.mix, "py_func", dice.mix)
    with np.errstate(over="ignore"):
        for word in published:
            state = (state + 0x9E3779B97F4A7C15) % 2**64
            assert int(plain(np.array([state], dtype=np.uint64))[0]) == word


def test_keys_of_names_are_the_same_on_every_machine() -> None:
    assert int(stable_key("momentum.gain")) == 0x2F78F715405088ED


def test_draws_of_whole_arrays_are_golden_and_the_twins_of_the_scalar_dice() -> None:
    runs = np.array([0, 17, 10**6])
    assert [u.hex() for u in uniforms(1, "momentum.gain", runs)] == GOLDEN_DRAWS
    for run in range(50):
        with np.errstate(over="ignore"):
            scalar = die_of_name(np.uint64(1), np.uint64(run), stable_key("x"))
        assert scalar == uniforms(1, "x", np.array([run]))[0]


@door
def die_of_name(seed, run, place):  # type: ignore[no-untyped-def]
    """The die of a name for one run."""
    return dice.die(dice.run_key(seed, run), place)


def test_a_die_lies_in_the_open_interval_even_for_the_extreme_words() -> None:
    plain = [getattr(f, "py_func", f) for f in (dice.high_die, dice.low_die)]
    extremes = np.array([0, 2**64 - 1], dtype=np.uint64)
    for f in plain:
        assert 0.0 < f(extremes[0]) < f(extremes[1]) < 1.0
    assert thrown().min() > 0.0 and thrown().max() < 1.0


@pytest.mark.parametrize("column", range(3))
def test_dice_are_uniform(column: int) -> None:
    counts = np.bincount((thrown()[:, column] * 256).astype(int), minlength=256)
    assert stats.chisquare(counts).pvalue > ERROR


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"run": 1}, {"day": 2}, {"channel": dice.FIGHT}],
    ids=lambda other: next(iter(other)),
)
def test_dice_of_neighbouring_addresses_are_independent(other: dict[str, int]) -> None:
    pairs = (thrown()[:, 0] * 16).astype(int) * 16 + (thrown(**other)[:, 0] * 16).astype(int)  # type: ignore[arg-type]
    assert stats.chisquare(np.bincount(pairs, minlength=256)).pvalue > ERROR


def test_the_two_dice_of_one_word_are_independent() -> None:
    _, high, low = thrown().T
    pairs = (high * 16).astype(int) * 16 + (low * 16).astype(int)
    assert stats.chisquare(np.bincount(pairs, minlength=256)).pvalue > ERROR


def test_draws_of_two_names_are_uniform_and_independent_over_runs() -> None:
    runs = np.arange(MANY)
    a, b = uniforms(1, "momentum.gain", runs), uniforms(1, "shock.gain", runs)
    pairs = (a * 16).astype(int) * 16 + (b * 16).astype(int)
    assert stats.chisquare(np.bincount(pairs, minlength=256)).pvalue > ERROR


def test_the_logistic_quantile_has_mean_zero_and_variance_one() -> None:
    plain = getattr(dice.logistic, "py_func", dice.logistic)
    grid = (np.arange(100_000) + 0.5) / 100_000
    values = np.array([plain(u) for u in grid])
    assert values.mean() == pytest.approx(0.0, abs=1e-9)
    assert values.var() == pytest.approx(1.0, abs=1e-3)


def test_no_two_channels_share_a_number_or_leave_the_room_of_a_day() -> None:
    channels = [dice.ORDERS, dice.FIGHT, dice.PRESENCE, dice.WIN_BACK, dice.TALKING, dice.RESOLVE]
    channels += [dice.HELD_MAP, dice.CONTESTED_MAP, dice.UNEVEN]
    assert len(set(channels)) == len(channels)
    assert max(channels) < dice.CHANNELS_A_DAY

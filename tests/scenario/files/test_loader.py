"""The strict loader: YAML 1.2 core values, and every trap of YAML with a clear word about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.base.errors import ScenarioError
from sim.scenario.files import loader
from sim.scenario.files.loader import MOST_BYTES, MOST_FAULTS, MOST_VALUES, Document, load, spell


def load_bytes(tmp_path: Path, data: bytes) -> Document:
    """The document of a file ``a.yaml`` with these bytes."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    return load(path, "a.yaml")


def value(tmp_path: Path, text: str) -> Any:
    """Value of the key ``key`` of a file."""
    return load_bytes(tmp_path, text.encode()).value["key"]


def fault(tmp_path: Path, data: str | bytes) -> str:
    """The whole message of the error."""
    with pytest.raises(ScenarioError) as caught:
        load_bytes(tmp_path, data if isinstance(data, bytes) else data.encode())
    return str(caught.value)


@pytest.mark.parametrize("word", ["NO", "no", "off", "Yes", "y"])
def test_a_country_code_or_a_yes_stays_text(tmp_path: Path, word: str) -> None:
    assert value(tmp_path, f"key: {word}") == word


@pytest.mark.parametrize(
    ("text", "expected"), [("true", True), ("FALSE", False), ("null", None), ("~", None), ("", None)]
)
def test_truth_and_nothing_are_those_of_yaml_1_2(tmp_path: Path, text: str, expected: object) -> None:
    assert value(tmp_path, f"key: {text}") is expected


def test_times_and_dates_stay_text(tmp_path: Path) -> None:
    assert value(tmp_path, "key: 12:30:00") == "12:30:00"
    assert value(tmp_path, "key: 2021-08-05") == "2021-08-05"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1e3", 1000.0), ("-7", -7), ("+.5", 0.5), ("1_000", "1_000"), ("0x10", "0x10"), ("0o17", "0o17")],
)
def test_numbers_are_decimal(tmp_path: Path, text: str, expected: object) -> None:
    found = value(tmp_path, f"key: {text}")
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize("text", ["010", "-007", "00.5"])
def test_a_leading_zero_is_refused_and_the_number_meant_is_told(tmp_path: Path, text: str) -> None:
    assert (
        fault(tmp_path, f"a: 1\nkey: {text}\n")
        == f"a.yaml:2 key = {text} has a leading zero; write {text.lstrip('-0')} or quote it"
    )


@pytest.mark.parametrize("text", [".nan", ".inf", "-.Inf", ".NaN"])
def test_a_number_that_is_not_finite_is_refused(tmp_path: Path, text: str) -> None:
    assert fault(tmp_path, f"key: {text}\n") == f"a.yaml:1 key = {text} is not a finite number"


@pytest.mark.parametrize("text", ["1e999", "9" * 400])
def test_a_number_too_large_to_hold_is_refused(tmp_path: Path, text: str) -> None:
    assert fault(tmp_path, f"key: {text}\n") == f"a.yaml:1 key = {text[:30]} is too large for a number"


def test_a_duplicate_key_is_refused_where_it_stands_again(tmp_path: Path) -> None:
    assert fault(tmp_path, "a:\n  b: 1\n  c: 2\n  b: 3\n") == "a.yaml:4 a has the key 'b' twice"


@pytest.mark.parametrize(
    "deep", ["[" * 3000 + "]" * 3000, "{a: " * 3000 + "}" * 3000, "- " * 3000 + "x", "? " * 3000]
)
def test_deep_nesting_is_refused_without_recursion(tmp_path: Path, deep: str) -> None:
    assert fault(tmp_path, deep).endswith("a.yaml:1 is nested deeper than 20 levels; expected at most that")


def test_an_alias_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    message = fault(tmp_path, bomb)
    assert message.startswith(
        "a.yaml:1 a uses the anchor 'a'; expected the value written out\na.yaml:2 b uses the anchor 'b'"
    )


def test_a_file_of_more_than_two_megabytes_is_not_even_opened(tmp_path: Path) -> None:
    size = MOST_BYTES + 1
    assert fault(tmp_path, b"#" * size) == f"a.yaml cannot be read: has more than {MOST_BYTES:,} bytes"


def test_a_file_of_very_many_values_is_given_up(tmp_path: Path) -> None:
    message = fault(tmp_path, "[" + "1," * (MOST_VALUES + 9) + "]")
    assert message == f"a.yaml:1 holds more than {MOST_VALUES:,} values; expected at most that"


def test_a_file_with_very_many_faults_shows_the_first_ones(tmp_path: Path) -> None:
    lines = fault(tmp_path, "".join(f"- 0{number}\n" for number in range(1, 500))).splitlines()
    assert len(lines) == MOST_FAULTS + 1
    assert lines[-1] == f"a.yaml has more faults than these {MOST_FAULTS}"


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!int", "!mine"])
def test_a_tag_is_refused(tmp_path: Path, tag: str) -> None:
    assert "uses the tag" in fault(tmp_path, f"key: {tag} ['echo hello']\n")


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    assert fault(tmp_path, b"a: 1\nb: x\0y\n") == "a.yaml:2 holds a NUL byte; expected text"


@pytest.mark.parametrize("escape", [r"\0", r"\x07", r"\e[31m", r"\u2028", r"\r"])
def test_a_control_character_behind_an_escape_is_refused(tmp_path: Path, escape: str) -> None:
    assert "a.yaml:1 key holds the control character" in fault(tmp_path, f'key: "a{escape}b"\n')


def test_a_raw_control_character_is_refused_with_its_line(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, b"a: 1\nb: x\x07y\n")
        == "a.yaml:2 is not YAML: unacceptable character #x0007: special characters are not allowed"
    )


def test_text_that_turns_its_direction_is_refused(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "key: abc\u202edef\n")
        == "a.yaml:1 key holds a control character for the direction of text; take it out"
    )


def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    assert load_bytes(tmp_path, b"\xef\xbb\xbfkey: 1\n").value == {"key": 1}


def test_windows_line_ends_are_line_ends(tmp_path: Path) -> None:
    document = load_bytes(tmp_path, b"a: 1\r\nb:\r\n  c: 2\r\n")
    assert (document.value, document.line(("b", "c"))) == ({"a": 1, "b": {"c": 2}}, 3)


def test_utf_16_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert fault(tmp_path, "key: 1\n".encode("utf-16")) == "a.yaml is not UTF-8 (byte 0); save it as UTF-8"


def test_a_second_document_is_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, "key: 1\n---\nkey: 2\n") == "a.yaml:2 begins a second document; expected one"


def test_an_interpolation_is_refused_and_its_value_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "a treasure")
    message = fault(tmp_path, "key: ${oc.env:SECRET}\n")
    assert message == "a.yaml:1 key = '${oc.env:SECRET}' holds '${'; expected plain text"


@pytest.mark.parametrize("key", ["_target_", "_global_", "__class__"])
def test_a_key_beginning_with_an_underscore_is_refused(tmp_path: Path, key: str) -> None:
    assert (
        fault(tmp_path, f"{key}: os.system\n")
        == f"a.yaml:1 has the key {key!r}; keys must not begin with an underscore"
    )


@pytest.mark.parametrize("key", ["1", "true", "null"])
def test_a_key_that_is_no_text_is_refused(tmp_path: Path, key: str) -> None:
    assert fault(tmp_path, f"{key}: x\n") == f"a.yaml:1 has the key {key!r}; expected text"


def test_a_mapping_as_key_is_refused(tmp_path: Path) -> None:
    assert "has a mapping or list as key; expected text" in fault(tmp_path, "? {a: 1}\n: x\n")


def test_broken_yaml_is_told_with_its_line(tmp_path: Path) -> None:
    assert (
        fault(tmp_path, "a: 1\n\tb: 2\n")
        == "a.yaml:2 is not YAML: found character '\\t' that cannot start any token"
    )


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"^a\.yaml cannot be read: No such file or directory$"):
        load(tmp_path / "a.yaml", "a.yaml")


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    assert len(fault(tmp_path, "a: 01\nb: .nan\nc: ${x}\n_d: 1\n").splitlines()) == 4


def test_lines_are_known_for_every_path(tmp_path: Path) -> None:
    document = load_bytes(tmp_path, b"a:\n  - b: 1\n    c: [x,\n        y]\n")
    assert {spell(path): line for path, line in document.lines.items()} == {
        "": 1, "a": 2, "a[0]": 2, "a[0].b": 2, "a[0].c": 3, "a[0].c[0]": 3, "a[0].c[1]": 4,
    }  # fmt: skip
    assert document.line(("a", 0, "nowhere", 3)) == 2


def test_a_key_that_cannot_be_seen_is_quoted_in_paths() -> None:
    assert spell(("a", "\x1b[31m", 2, "")) == r"a.'\x1b[31m'[2].''"


ODD = [
    *":-?#&*!|>'\"%@`{}[], \n\t~\\\u2003",
    "\n  ",
    "\n- ",
    ": ",
    "---\n",
    "...\n",
    "? ",
    "<<: ",
    "!!str ",
    "yes",
    ": |\n",
]
TEXT = (
    "a:  # first\n  - {b: 1, c: [x, y]}\n  - 'd'\ne: |\n  two\n  lines\nf: plain text\ng: \"h\\n\"\ni: j k\n"
)


@settings(deadline=None)  # the first text that libyaml refuses imports the strict loader
@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.sampled_from(ODD)), max_size=3))
@example([(TEXT.index("|") + 1, "#")])
def test_what_libyaml_reads_the_strict_loader_reads_alike(edits: list[tuple[int, str]]) -> None:
    text = TEXT
    for place, inserted in edits:
        text = text[:place] + inserted + text[place:]
    quick = loader.read_plain(text, "a.yaml")
    if quick is not None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(loader, "read_plain", lambda *_: None)
            strict = loader.parse(text, "a.yaml")
        assert (quick.value, quick.lines) == (strict.value, strict.lines)

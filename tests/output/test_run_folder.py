"""Whose fault it is when a document of a finished folder cannot be used."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sim import __version__
from sim.base.errors import UsageError
from sim.output.json_documents import digest
from sim.output.run_folder import expected_form

NAMES = ("brief.json", "evidence.json")


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """Two documents with the manifest of their folder."""
    found = [tmp_path / name for name in NAMES]
    for path in found:
        path.write_text('{"claims": []}', encoding="utf-8")
    files = {path.name: digest(path) for path in found}
    write_manifest(tmp_path, {"hashes": {"files": files}, "versions": {"sim": __version__}})
    return found


def write_manifest(folder: Path, manifest: object) -> None:
    """Write a manifest."""
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    "error", [KeyError("claims"), TypeError("none"), AttributeError("x"), ZeroDivisionError()]
)
def test_a_fault_of_ours_on_documents_as_they_were_written_is_not_hidden(
    error: Exception, documents: list[Path]
) -> None:
    with pytest.raises(type(error)) as caught, expected_form(documents, "our own"):
        raise error
    assert caught.value is error


def edit(path: Path) -> None:
    """Change a document."""
    path.write_text('{"claims": 3}', encoding="utf-8")


def age(path: Path) -> None:
    """Let another version have written the folder."""
    whole = json.loads((path.parent / "manifest.json").read_text(encoding="utf-8"))
    write_manifest(path.parent, {**whole, "versions": {"sim": "0.0.1"}})


@pytest.mark.parametrize(
    "spoil",
    [
        edit,
        age,
        lambda path: path.unlink(),
        lambda path: write_manifest(path.parent, []),
        lambda path: write_manifest(path.parent, {"hashes": {"files": 3}}),
    ],
)
def test_documents_that_are_not_as_this_version_wrote_them_are_the_users_mistake(
    spoil: Callable[[Path], None], documents: list[Path]
) -> None:  # fmt: skip
    spoil(documents[0])
    with (
        pytest.raises(
            UsageError, match=r"brief\.json.* has another form \(KeyError: 'claims'\); expected our own$"
        ),
        expected_form(documents, "our own"),
    ):
        raise KeyError("claims")


@pytest.mark.parametrize(
    "error", [NameError("x"), ImportError("y"), AssertionError(), OSError(28, "full"), UsageError("z")]
)
def test_what_no_document_leads_to_goes_on_even_where_one_was_edited(
    error: Exception, documents: list[Path]
) -> None:
    edit(documents[0])
    with pytest.raises(type(error)) as caught, expected_form(documents, "our own"):
        raise error
    assert caught.value is error

"""The folder of a job: made exclusively, filled out of sight, never another job's."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from sim.base.compiled import cache_root
from sim.base.errors import OutputError, UsageError
from sim.output import folder as folder_module
from sim.output.folder import complete, open_folder, scenario_label, write_text
from sim.session.job import Job, MultirunPoint


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(job: Job, text: str = "x") -> Path:
    """A finished folder with one result."""
    with open_folder(job) as folder:
        (folder.part / "result.txt").write_text(text)
        (folder.part / "manifest.json").write_text("{}")
        complete(folder)
    return folder.path


def test_a_finished_folder_holds_its_files_and_nothing_hidden_but_hydras() -> None:
    path = fill(Job("toy_corridor", hydra={"config.yaml": "a: 1\n"}))
    assert path.parts[:2] == ("outputs", "toy_corridor")
    assert sorted(entry.name for entry in path.iterdir()) == [
        ".hydra",
        "figures",
        "manifest.json",
        "result.txt",
    ]
    assert (path / ".hydra" / "config.yaml").read_text() == "a: 1\n"


def test_the_manifest_comes_last_so_that_a_folder_with_one_is_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moved: list[str] = []
    move = Path.replace

    def note(self: Path, target: Path) -> Path:
        moved.append(Path(target).name)
        return move(self, target)

    with open_folder(Job("toy_corridor", out="here")) as folder:
        for name in ("zebra.txt", "manifest.json", "a.txt"):
            (folder.part / name).touch()
        monkeypatch.setattr(Path, "replace", note)
        complete(folder)
    assert moved == ["a.txt", "figures", "zebra.txt", "manifest.json"]


def test_latest_is_a_relative_link_to_the_last_complete_folder(elsewhere: Path) -> None:
    fill(Job("toy_corridor"), "first")
    second = fill(Job("toy_corridor"), "second")
    link = elsewhere / "outputs" / "latest"
    assert link.readlink() == second.relative_to("outputs")
    assert (link / "result.txt").read_text() == "second"
    assert [entry.name for entry in (elsewhere / "outputs").iterdir() if entry.name.startswith(".")] == []


def test_a_job_that_fails_leaves_no_folder_and_no_link(elsewhere: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_folder(Job("toy_corridor")):
        _ = 1 / 0
    assert list((elsewhere / "outputs" / "toy_corridor").iterdir()) == []
    assert not (elsewhere / "outputs" / "latest").exists()


def test_out_is_the_very_folder_and_makes_no_outputs(elsewhere: Path) -> None:
    assert fill(Job("toy_corridor", out="deep/here")) == Path("deep/here")
    assert not (elsewhere / "outputs").exists()


def test_out_may_be_an_empty_folder_or_hold_the_same_job() -> None:
    Path("here").mkdir()
    fill(Job("toy_corridor", out="here"), "first")
    fill(Job("toy_corridor", out="here", workers=2), "again")
    assert Path("here/result.txt").read_text() == "again"


def test_out_is_resumed_after_a_job_that_failed() -> None:
    with pytest.raises(ZeroDivisionError), open_folder(Job("toy_corridor", out="here")):
        _ = 1 / 0
    assert fill(Job("toy_corridor", out="here")).is_dir()


def test_out_with_another_job_is_refused_and_left_as_it_was() -> None:
    fill(Job("toy_corridor", out="here"), "mine")
    with pytest.raises(UsageError, match=r"out = here holds another job; expected a new or empty folder"):
        fill(Job("toy_corridor", out="here", seed=2), "other")
    assert Path("here/result.txt").read_text() == "mine"


def test_out_with_somebody_elses_files_is_refused() -> None:
    Path("here").mkdir()
    Path("here/thesis.tex").write_text("dear")
    with pytest.raises(UsageError, match=r"out = here holds 1 entries \(thesis\.tex \.\.\.\)"):
        fill(Job("toy_corridor", out="here"))
    assert Path("here/thesis.tex").read_text() == "dear"


def test_an_unwritable_out_is_a_disk_error_that_names_the_path() -> None:
    Path("file").write_text("")
    with pytest.raises(OutputError, match=r"out = file/deep: Not a directory; expected a folder"):
        fill(Job("toy_corridor", out="file/deep"))


@pytest.mark.parametrize("full", ["out", "store"])
def test_a_write_that_names_no_file_gets_the_place_whose_disk_is_full(
    full: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = {"out": Path("here"), "store": cache_root()}
    monkeypatch.setattr(folder_module, "free_bytes", lambda path: 0 if path == places[full] else 1_000_000)
    with (
        pytest.raises(OSError, match="No space left") as caught,
        open_folder(Job("toy_corridor", out="here")),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert caught.value.filename == str(places[full])


def test_a_text_for_which_there_is_no_space_names_its_file_and_leaves_no_other(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(folder_module.os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        write_text(elsewhere / "a.yaml", "x")
    assert caught.value.filename == str(elsewhere / "a.yaml")
    assert not list(elsewhere.iterdir())


def test_links_that_wait_in_a_shared_folder_lead_to_no_file_of_ours(elsewhere: Path) -> None:
    mine = elsewhere / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("years of work")
    for name in (".hydra", ".part"):
        shared = elsewhere / f"shared{name}"
        shared.mkdir()
        (shared / name).symlink_to(mine, target_is_directory=True)
        with pytest.raises(UsageError, match=f"holds {name} as a link; expected a folder of its own"):
            fill(Job("toy_corridor", out=str(shared)))
    taken = elsewhere / "shared"
    taken.mkdir()
    (taken / ".owner").symlink_to(mine / "thesis.txt")
    with pytest.raises(OutputError, match=r"\.owner"):
        fill(Job("toy_corridor", out=str(taken)))
    (elsewhere / ".a.yaml.tmp").symlink_to(mine / "thesis.txt")
    write_text(elsewhere / "a.yaml", "x")
    assert [path.name for path in mine.iterdir()] == ["thesis.txt"]
    assert (mine / "thesis.txt").read_text() == "years of work"


def test_points_of_a_sweep_share_one_folder() -> None:
    paths = [fill(Job("toy_corridor", point=MultirunPoint("now-sweep", number))) for number in range(2)]
    assert [str(path) for path in paths] == [
        f"outputs/toy_corridor/now-sweep/{number}" for number in range(2)
    ]


@pytest.mark.parametrize(
    ("scenario", "name"),
    [
        ("toy", "toy"),
        ("a/b/toy/", "toy"),
        ("a/toy/scenario.yaml", "toy"),
        ("a/toy.yaml", "toy"),
        ("v1.2", "v1.2"),
    ],
)
def test_a_scenario_given_by_path_lends_its_name(scenario: str, name: str) -> None:
    assert scenario_label(scenario) == name

"""A multirun seen from above: what became of each point, and one short table at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sim.claims.likelihood_words import percent
from sim.output.folder import folder_path
from sim.session.console import Console
from sim.session.job import Job


@dataclass(frozen=True)
class PointResult:
    """Result of one point."""

    number: int
    code: int
    overrides: Sequence[str]
    folder: str  # empty if the job could not be read

    @property
    def headlines(self) -> Mapping[str, float | None]:
        """Claim id to the probability of its headline, read from the finished folder."""
        return read_headlines(Path(self.folder))


def note_point(scratch: Path, number: int, code: int, overrides: Sequence[str], job: Job | None) -> None:
    """Leave a point's result in the scratch folder, where the parent process finds it."""
    point = PointResult(number, code, overrides, str(folder_path(job)) if job else "")
    scratch.mkdir(parents=True, exist_ok=True)
    (scratch / f"{number}.json").write_text(json.dumps(asdict(point)), encoding="utf-8")


def read_points(scratch: Path) -> list[PointResult]:
    """Results of all points, by number."""
    notes = (json.loads(path.read_text(encoding="utf-8")) for path in scratch.glob("*.json"))
    return sorted((PointResult(**note) for note in notes), key=lambda point: point.number)


def read_headlines(folder: Path) -> dict[str, float | None]:
    """Probability of each claim's headline in a finished folder as its report prints it; empty if it is not finished."""
    path = folder / "verdicts.json"
    if not path.is_file():
        return {}
    claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
    return {
        claim["id"]: (d.get("calibrated") or d["posterior"] or d["prior"])["p"]
        for claim in claims
        for d in claim["definitions"]
        if d["id"] == claim["headline"]
    }


def print_points(points: Sequence[PointResult]) -> None:
    """Print one row per point: its overrides, the headline probabilities and the exit code."""
    if not points:
        return
    headlines = [point.headlines for point in points]
    names = list(dict.fromkeys(name for chances in headlines for name in chances))
    rows = [("point", "overrides", *names, "exit")]
    for point, chances in zip(points, headlines, strict=True):
        cells = (percent(chances.get(name)) for name in names)
        rows.append((str(point.number), " ".join(point.overrides), *cells, str(point.code)))
    console = Console()
    console.say_table(rows)
    folders = sorted({str(Path(point.folder).parent) for point in points if point.folder})
    console.say(f"folders: {', '.join(folders) or 'none'}")

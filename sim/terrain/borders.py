"""Common borders of polygons within a tolerance, and what had to be done to find them.

Real boundary files are not exact: vertices on one side only, hairline gaps, overlaps, a city drawn over its district.
Where that is so the polygons are first made a coverage (shapely.coverage_clean): vertices within the tolerance are
snapped together, gaps no wider are closed, and what two districts both cover goes to the smaller one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.base.texts import first_names
from sim.terrain.assemble import Border
from sim.terrain.plane import ProjectedShapes, lengths_km

MOST_TOLERANCE, MOST_NEAR = 100.0, 500.0  # metres, unless the network block says otherwise
OF_WIDTH, NEAR_WIDTH = 0.01, 0.25  # of the typical district's width, where that is less
ALONG = 4  # times the distance within which two outlines must run side by side to be named as near
MOST_NAMED = 12


@dataclass(frozen=True)
class Touching:
    """Borders found among polygons, in file order, and remarks for whoever reads the description.

    doubts      pairs without a border that share one too short to count, or lie side by side
    vanished    districts without land of their own, and in words what lies over them
    land        object [N]: the polygons as they were compared, without overlaps and gaps
    """

    borders: list[Border]
    notes: tuple[str, ...]
    doubts: tuple[str, ...] = ()
    vanished: tuple[tuple[str, str], ...] = ()
    land: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=object))


def find_borders(ids: Sequence[str], plane: ProjectedShapes, tolerance: float, shortest: float) -> Touching:
    """Borders longer than the tolerance and at least ``shortest`` km, with their lengths in km.

    ids         id of each of the N shapes of ``plane``
    tolerance   metres; 0 = a hundredth of the typical district's width, at most MOST_TOLERANCE
    """
    import shapely

    shapes, is_repaired = make_valid(plane.shapes)
    width = float(np.median(np.sqrt(shapely.area(shapes))))
    tolerance_used = tolerance or min(MOST_TOLERANCE, OF_WIDTH * width)
    crossed = "repaired, as their outlines cross or touch themselves"
    notes = [*filter(None, [plane.note]), *remark(crossed, ids, is_repaired)]
    covered, lines = coverage(ids, shapes, tolerance_used)
    empty = np.flatnonzero(shapely.is_empty(covered)).tolist()
    vanished = tuple((ids[row], lying_over(ids, shapes, row)) for row in empty)
    first, second = pairs_within(covered, 0.0)
    shared_lines = shapely.intersection(shapely.boundary(covered)[first], shapely.boundary(covered)[second])
    lengths = lengths_km(shared_lines, plane)
    is_border = lengths > tolerance_used / 1000
    border_pairs = set(zip(first[is_border], second[is_border], strict=True))
    dropped = is_border & (lengths < shortest)
    near_without_border = near_pairs(
        shapes, min(max(MOST_NEAR, tolerance_used), NEAR_WIDTH * width), border_pairs
    )
    is_border &= ~dropped
    pairs = zip(
        first[is_border].tolist(), second[is_border].tolist(), lengths[is_border].tolist(), strict=True
    )
    borders = [Border(ids[a], ids[b], km) for a, b, km in pairs]
    notes += [f"borders found within a tolerance of {metres(tolerance_used)} (network.tolerance)", *lines]
    doubts = short_text(ids, first[dropped], second[dropped], lengths[dropped], shortest)
    return Touching(borders, tuple(notes), (*doubts, *near_text(ids, near_without_border)), vanished, covered)


def make_valid(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Valid polygons, and which had to be repaired (bool [N])."""
    import shapely

    is_broken = ~shapely.is_valid(shapes)
    valid_shapes = shapes.copy()
    valid_shapes[is_broken] = shapely.make_valid(shapes[is_broken], method="structure", keep_collapsed=False)
    return valid_shapes, is_broken


def coverage(ids: Sequence[str], shapes: np.ndarray, tolerance: float) -> tuple[np.ndarray, list[str]]:
    """The polygons ``shapes`` as a coverage, object [N], unchanged if they are one; and a remark on overlaps.

    tolerance   metres, gaps and steps that are closed
    """
    import shapely

    if len(shapes) == 1 or shapely.coverage_is_valid(shapes, gap_width=tolerance):
        return shapes, []
    # now and then GEOS works with numbers that are not finite on its way (of a country that lies over its provinces, say)
    with np.errstate(invalid="ignore"):
        covered = shapely.coverage_clean(
            shapes, snapping_distance=tolerance, gap_width=tolerance, merge_strategy="min_area"
        )
    has_lost_area = shapely.area(shapes) - shapely.area(covered) > tolerance * shapely.length(shapes)
    return covered, remark("drawn over in part by others, which keep what both cover", ids, has_lost_area)


def lying_over(ids: Sequence[str], shapes: np.ndarray, row: int) -> str:
    """Ids of the polygons of ``shapes`` object [N] that lie over one, the largest first; "" if it is only too small."""
    import shapely

    overlaps = shapely.area(shapely.intersection(shapes, shapes[row]))
    overlaps[row] = 0.0
    rows_above = np.flatnonzero(overlaps > shapely.area(shapes[row]) / 10)
    rows_above = rows_above[np.argsort(-shapely.area(shapes[rows_above]))]
    return ", ".join(ids[int(row_above)] for row_above in rows_above[:3])


def pairs_within(shapes: np.ndarray, distance: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the pairs at most ``distance`` metres apart, the first before the second, in file order: int64 [P] each."""
    import shapely

    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=distance)
    in_file_order = first < second
    first, second = first[in_file_order], second[in_file_order]
    order = np.lexsort((second, first))
    return first[order], second[order]


def near_pairs(
    shapes: np.ndarray, distance: float, joined: set[tuple[int, int]]
) -> list[tuple[int, int, float]]:
    """Pairs of ``shapes`` object [N] without a border whose outlines run side by side within ``distance`` metres, with their distance in metres."""
    import shapely

    pairs = [pair for pair in zip(*pairs_within(shapes, distance), strict=True) if pair not in joined]
    gaps = []
    for a, b in pairs:
        parallel_lines = shapely.intersection(
            shapely.boundary(shapes[a]), shapely.buffer(shapes[b], distance, quad_segs=2)
        )
        if shapely.length(parallel_lines) > ALONG * distance:
            gaps.append((a, b, float(shapely.distance(shapes[a], shapes[b]))))
    return gaps


def near_text(ids: Sequence[str], near_pairs: Sequence[tuple[int, int, float]]) -> list[str]:
    """A remark on pairs that lie side by side without a border."""
    if not near_pairs:
        return []
    examples = first_names(
        [f"{ids[a]} and {ids[b]} ({metres(gap)} apart)" for a, b, gap in near_pairs], MOST_NAMED
    )
    return [
        f"side by side without a border ({len(near_pairs)}; a river, or a gap wider than the tolerance): {examples}"
    ]


def short_text(
    ids: Sequence[str], first: np.ndarray, second: np.ndarray, lengths: np.ndarray, shortest: float
) -> list[str]:
    """A remark on the borders [P] that are left out as shorter than ``shortest`` km, the longest first; ``lengths`` [P] in km."""
    if not len(lengths):
        return []
    short_borders = [
        f"{ids[first[row]]} and {ids[second[row]]} ({lengths[row]:.{0 if lengths[row] >= 10 else 2}f} km)"
        for row in np.argsort(-lengths, kind="stable").tolist()
    ]
    text = f"borders left out ({len(short_borders)}), as shorter than network.shortest = {shortest:g} km"
    return [f"{text}: {first_names(short_borders, MOST_NAMED)}"]


def remark(text: str, ids: Sequence[str], is_concerned: np.ndarray) -> list[str]:
    """``text``, how many districts it is about and the first of their ids; nothing where ``is_concerned`` bool [N] is false."""
    names = [ids[row] for row in np.flatnonzero(is_concerned).tolist()]
    return [f"{text} ({len(names)}): {first_names(names, MOST_NAMED)}"] if names else []


def metres(value: float) -> str:
    """``100 m``, ``0.4 m``."""
    return f"{value:.0f} m" if value >= 10 else f"{value:.2g} m"

"""Where tiles lie when no position is known: a plane layout of the network, each district on the nearest free square of a grid."""

from __future__ import annotations

from typing import Any

import numpy as np

MOST = 1000  # districts laid out by all distances; more are laid out by their distances from three of them
STEPS, USUAL = (
    40,
    400,
)  # of the layout, for up to so many districts; fewer for more, so that it stays within a second or two
APART = 2  # steps added between unconnected parts


def tile_places(districts: int, edge_a: np.ndarray, edge_b: np.ndarray) -> np.ndarray:
    """int64 [D, 2]: column and row of each district's square, all different; the same for the same network."""
    if districts < 2:
        return np.zeros((districts, 2), dtype=np.int64)
    if districts > MOST:
        return rough_squares(districts, edge_a, edge_b)
    places = plane_layout(hops(network(districts, edge_a, edge_b)))
    return nearest_squares(upright(places))


def network(districts: int, edge_a: np.ndarray, edge_b: np.ndarray) -> Any:
    """The edges as a sparse matrix [D, D]."""
    from scipy.sparse import coo_array

    return coo_array((np.ones(len(edge_a)), (edge_a, edge_b)), shape=(districts, districts)).tocsr()


def hops(graph: Any, start: int | None = None) -> np.ndarray:
    """float64 [D, D], or [D] from one: steps between districts; unconnected ones lie a little beyond the longest way."""
    from scipy.sparse.csgraph import dijkstra

    distances = np.asarray(dijkstra(graph, directed=False, indices=start, unweighted=True), dtype=np.float64)
    is_finite = np.isfinite(distances)
    return np.where(is_finite, distances, distances[is_finite].max(initial=0.0) + APART)


def plane_layout(steps: np.ndarray) -> np.ndarray:
    """float64 [D, 2]: places whose distances are close to ``steps`` (classical scaling, then majorisation, near ones first)."""
    size = len(steps)
    square = steps**2
    mean = square.mean(axis=0)
    values, vectors = np.linalg.eigh(-0.5 * (square - mean[:, None] - mean[None] + mean.mean()))
    places = vectors[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 1e-9))
    turn = np.arange(size) * 2.399963
    places = places + 1e-3 * np.column_stack([np.cos(turn), np.sin(turn)])  # none on another
    weight = np.where(steps > 0, 1.0 / np.maximum(steps, 1.0) ** 2, 0.0)
    laplace = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplace + 1.0 / size)
    weighted_steps = -weight * steps
    for _ in range(max(4, round(STEPS * min(1.0, (USUAL / size) ** 2)))):
        length = (places**2).sum(axis=1)
        length_now = np.sqrt(np.maximum(length[:, None] + length[None] - 2 * places @ places.T, 1e-18))
        stress = weighted_steps / length_now
        np.fill_diagonal(stress, 0.0)
        np.fill_diagonal(stress, -stress.sum(axis=1))
        places = inverse @ (stress @ places)
    return places


def rough_squares(districts: int, edge_a: np.ndarray, edge_b: np.ndarray) -> np.ndarray:
    """int64 [D, 2]: columns by the steps from two far ends, rows by the steps from a third."""
    graph = network(districts, edge_a, edge_b)
    first = hops(graph, int(hops(graph, 0).argmax()))
    second = hops(graph, int(first.argmax()))
    third_steps = hops(graph, int(np.minimum(first, second).argmax()))
    row_count = int(np.ceil(np.sqrt(districts)))
    order = np.lexsort((third_steps, first - second))
    squares = np.zeros((districts, 2), dtype=np.int64)
    for column, start in enumerate(range(0, districts, row_count)):
        rows = order[start : start + row_count]
        rows = rows[np.argsort(third_steps[rows], kind="stable")]
        squares[rows] = np.column_stack([np.full(len(rows), column), -np.arange(len(rows))])
    return squares


def upright(places: np.ndarray) -> np.ndarray:
    """The layout turned so that its longer side lies across, the first district left and above."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    rotated = centred @ axes[:, ::-1]
    return np.asarray(rotated * np.where(rotated[0] * (-1.0, 1.0) < 0, -1.0, 1.0))


def nearest_squares(places: np.ndarray) -> np.ndarray:
    """int64 [D, 2]: the squares of the smallest grid of that shape with the least sum of squared distances to the places."""
    from scipy.optimize import linear_sum_assignment

    size = len(places)
    span = np.maximum(np.ptp(places, axis=0), 1e-9)
    column_count = int(np.clip(round(np.sqrt(size * span[0] / span[1])), 1, size))
    row_count = -(-size // column_count)
    grid = np.stack(
        np.meshgrid(np.arange(column_count), -np.arange(row_count), indexing="ij"), axis=-1
    ).reshape(-1, 2)
    middle = (places.max(axis=0) + places.min(axis=0)) / 2
    target = (places - middle) * max(column_count - 1, 0.5) / span[0] + (
        (column_count - 1) / 2,
        -(row_count - 1) / 2,
    )
    cost = ((target[:, None] - grid[None]) ** 2).sum(axis=2)
    _, square_rows = linear_sum_assignment(cost)
    return grid[square_rows]

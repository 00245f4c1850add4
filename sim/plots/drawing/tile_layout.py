"""Where tiles lie when no position is known: a plane layout of the network, each district on the nearest free square of a grid."""

from __future__ import annotations

import numpy as np

MOST = 1500  # districts laid out by all distances; of more, the rest lie around neighbours that were
STEPS = 40  # of the layout
FILL = 0.8  # share of the squares that are taken
APART = 2  # steps added between unconnected parts


def tile_places(districts: int, edge_a: np.ndarray, edge_b: np.ndarray) -> np.ndarray:
    """int64 [D, 2]: column and row of each district's square, all different; the same for the same network."""
    if districts < 2:
        return np.zeros((districts, 2), dtype=np.int64)
    places = plane_layout(hops(districts, edge_a, edge_b))
    return nearest_squares(upright(places))


def hops(districts: int, edge_a: np.ndarray, edge_b: np.ndarray) -> np.ndarray:
    """float64 [D, D]: steps between districts; unconnected ones lie a little beyond the longest way."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import shortest_path

    graph = coo_array((np.ones(len(edge_a)), (edge_a, edge_b)), shape=(districts, districts))
    result = np.asarray(shortest_path(graph.tocsr(), directed=False, unweighted=True), dtype=np.float64)
    known = np.isfinite(result)
    return np.where(known, result, result[known].max(initial=0.0) + APART)


def plane_layout(steps: np.ndarray) -> np.ndarray:
    """float64 [D, 2]: places whose distances are close to ``steps`` (classical scaling, then majorisation, near ones first)."""
    size = len(steps)
    centred = np.eye(size) - 1.0 / size
    values, vectors = np.linalg.eigh(-0.5 * centred @ (steps**2) @ centred)
    vectors = vectors[:, [-1, -2]]
    vectors = vectors * np.sign(vectors[np.abs(vectors).argmax(axis=0), [0, 1]])  # no sign is left to the library
    places = vectors * np.sqrt(np.maximum(values[[-1, -2]], 1e-9))
    turn = np.arange(size) * 2.399963
    places = places + 1e-3 * np.column_stack([np.cos(turn), np.sin(turn)])  # none on another
    weight = np.where(steps > 0, 1.0 / np.maximum(steps, 1.0) ** 2, 0.0)
    laplace = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.inv(laplace + 1.0 / size)
    for _ in range(STEPS):
        far = np.linalg.norm(places[:, None] - places[None], axis=2)
        pull = np.where(far > 1e-9, -weight * steps / np.maximum(far, 1e-9), 0.0)
        np.fill_diagonal(pull, 0.0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        places = inverse @ (pull @ places)
    return places


def upright(places: np.ndarray) -> np.ndarray:
    """The layout turned so that its longer side lies across, the first district left and above."""
    centred = places - places.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1]
    return np.asarray(turned * np.where(turned[0] > 0, (-1.0, 1.0), (1.0, 1.0)) * np.where(turned[0, 1] < 0, (1.0, -1.0), 1.0))


def nearest_squares(places: np.ndarray) -> np.ndarray:
    """int64 [D, 2]: the squares of a grid of that shape with the least sum of squared distances to the places."""
    from scipy.optimize import linear_sum_assignment

    size = len(places)
    span = np.maximum(np.ptp(places, axis=0), 1e-9)
    across = int(np.clip(round(np.sqrt(size / FILL * span[0] / span[1])), 1, size))
    down = -(-max(size, round(size / FILL)) // across)
    grid = np.stack(np.meshgrid(np.arange(across), -np.arange(down), indexing="ij"), axis=-1).reshape(-1, 2)
    low = places.min(axis=0)
    target = (places - low) / span * (across - 1, down - 1) - (0, down - 1)
    cost = ((target[:, None] - grid[None]) ** 2).sum(axis=2)
    _, chosen = linear_sum_assignment(cost)
    return grid[chosen]

"""Outlines of districts for maps: the borders of the file, simplified together, so that neighbours keep one common line."""

from __future__ import annotations

import numpy as np

from sim.terrain.plane import ProjectedShapes

# rings [N, 2] of longitude and latitude, outer ones anticlockwise, holes clockwise
Outline = tuple[np.ndarray, ...]
FINEST = 1 / 800  # of the map's width: what a drawing of some hundred pixels can show
MOST_CORNERS = 12_000  # of all outlines together; more are simplified further
PLACES = 5  # decimals of a degree, about a metre


def outlines_of(land: np.ndarray, plane: ProjectedShapes) -> tuple[Outline, ...]:
    """One outline a district, closed rings without the last corner.

    land   object [N]: polygons of a plane, as a coverage where they are one
    """
    import shapely

    west, south, east, north = shapely.total_bounds(land)
    tolerance = FINEST * max(east - west, north - south)
    simplified_land = simplified(land, tolerance)
    while shapely.get_num_coordinates(simplified_land).sum() > MOST_CORNERS and tolerance < east - west:
        tolerance *= 2
        simplified_land = simplified(land, tolerance)
    return tuple(rings(shape, plane) for shape in simplified_land)


def simplified(land: np.ndarray, tolerance: float) -> np.ndarray:
    """The shapes with fewer corners, object [N]; common lines stay common. A shape that would vanish stays as it is.

    tolerance   in units of the plane
    """
    import shapely

    try:
        values = np.asarray(shapely.coverage_simplify(land, tolerance))
    except (shapely.errors.ShapelyError, AttributeError):  # no coverage, or an older shapely
        values = shapely.simplify(land, tolerance)
    is_unusable = shapely.is_empty(values) | ~shapely.is_valid(values)
    return np.where(is_unusable, land, values)


def rings(shape: object, plane: ProjectedShapes) -> Outline:
    """The rings of a polygon or of several, in degrees."""
    import shapely

    closed_rings = []
    for part in shapely.get_parts(shape):
        oriented = shapely.orient_polygons(part) if hasattr(shapely, "orient_polygons") else part.normalize()
        for ring in (oriented.exterior, *oriented.interiors):
            corners = np.round(plane.degrees(shapely.get_coordinates(ring)[:-1]), PLACES)
            if len(np.unique(corners, axis=0)) > 2:
                closed_rings.append(corners)
    return tuple(closed_rings)

"""A plane in metres for the coordinates of a file, and the way back to degrees.

A file's lines are straight in its own coordinates, so neighbours are looked for there: degrees are stretched evenly,
projected coordinates only scaled to metres. Lengths are measured on the sphere, after the way back.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sim.terrain.files.layers import CRS_HINT, DEGREES, need

METRE = 111_195.08  # of a degree of latitude, mean radius 6371.0088 km
RADIUS = 6371.0088  # km
PLAIN = ("OGC:CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326", "epsg:4326",
         "urn:ogc:def:crs:EPSG::4326", "WGS84")  # fmt: skip
Degrees = Callable[[np.ndarray], np.ndarray]  # [N, 2] in the plane -> longitude and latitude


@dataclass(frozen=True)
class ProjectedShapes:
    """N shapes in metres.

    shapes   object [N]
    degrees  coordinates [M, 2] of the plane -> longitude and latitude, degrees
    note     what was done to the coordinates, "" if nothing worth saying
    """

    shapes: np.ndarray
    degrees: Degrees
    note: str = ""


def flatten(shapes: np.ndarray, crs: str) -> ProjectedShapes:
    """The shapes object [N] of a file on a plane; ValueError if nobody says, or knows, what its coordinates are."""
    if not crs:
        raise ValueError(f"names no coordinate system; expected {CRS_HINT}")
    if crs in PLAIN:
        return from_degrees(shapes)
    pyproj = need("pyproj", f"the coordinate system {crs[:40]}")
    try:
        system = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        raise ValueError(f"crs = {crs[:60]!r} is unknown; expected {CRS_HINT}") from None
    if not (system.is_geographic or system.is_projected):
        problem = f"crs = {system.name!r} is neither degrees nor a projection of the earth"
        raise ValueError(f"{problem}; expected {CRS_HINT}")
    change = pyproj.Transformer.from_crs(system, DEGREES, always_xy=True)
    if system.is_geographic:
        return from_degrees(transformed(shapes, lambda xy: to_degrees(change, xy, system.name)))
    return from_projection(shapes, system, change)


def from_degrees(shapes: np.ndarray) -> ProjectedShapes:
    """Longitude and latitude of shapes object [N], stretched evenly to metres at the middle latitude; cut where nothing lies.

    ValueError for coordinates that are no degrees.
    """
    import shapely

    positions = shapely.get_coordinates(shapes)  # bounds of shapes would not see a hole outside its outline
    (west, south), (east, north) = positions.min(axis=0), positions.max(axis=0)
    if west < -360 or east > 360 or south < -90 or north > 90:
        span = f"{west:,.10g} {south:,.10g} to {east:,.10g} {north:,.10g}"
        raise ValueError(f"holds coordinates from {span}, which are no degrees; expected {CRS_HINT}")
    joined_shapes, note = unwrapped(shapes)
    _, south, _, north = shapely.total_bounds(joined_shapes)
    scale = METRE * np.array([math.cos(math.radians((south + north) / 2)), 1.0])
    return ProjectedShapes(transformed(joined_shapes, lambda xy: xy * scale), lambda xy: xy / scale, note)


def from_projection(shapes: np.ndarray, system: Any, change: Any) -> ProjectedShapes:
    """Projected coordinates of shapes object [N], scaled to true metres at the middle of the shapes."""
    import pyproj
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    middle = np.array([[(west + east) / 2, (south + north) / 2]])
    (lon, lat), *_ = to_degrees(change, middle, system.name)
    unit = system.axis_info[0].unit_conversion_factor
    areal_scale = float(pyproj.Proj(system).get_factors(lon, lat).areal_scale)
    scale = unit / math.sqrt(areal_scale) if math.isfinite(areal_scale) and areal_scale > 0 else unit
    to_degrees(
        change, shapely.get_coordinates(shapes), system.name
    )  # a coordinate that is none is refused here
    note = f"coordinates in {system.name} ({system.axis_info[0].unit_name})"
    return ProjectedShapes(
        transformed(shapes, lambda xy: xy * scale),
        lambda xy: to_degrees(change, xy / scale, system.name),
        note,
    )


def to_degrees(change: Any, xy: np.ndarray, name: str) -> np.ndarray:
    """Coordinates [M, 2] as longitude and latitude: float64 [M, 2]; ValueError if some are none in this system."""
    degrees = np.column_stack(change.transform(xy[:, 0], xy[:, 1]))
    if not np.isfinite(degrees).all():
        x, y = xy[~np.isfinite(degrees).all(axis=1)][0]
        raise ValueError(f"holds {x:.10g} {y:.10g}, which is no place in {name}; expected {CRS_HINT}")
    return degrees


def transformed(shapes: np.ndarray, change: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Shapes with other coordinates, object [N], or one shape for one."""
    import shapely

    new_shapes: np.ndarray = shapely.transform(shapes, change)
    return new_shapes


def unwrapped(shapes: np.ndarray) -> tuple[np.ndarray, str]:
    """Shapes whose longitudes run on without a jump, object [N], the cut of the map laid where nothing lies; and what was done."""
    import shapely

    parts, owner = shapely.get_parts(shapes, return_index=True)
    unrolled = np.array([follow_rings(part) for part in parts], dtype=object)
    bounds = shapely.bounds(unrolled)
    cut_meridian = free_meridian(bounds[:, 0], bounds[:, 2])
    turns = np.floor((bounds[:, 0] - cut_meridian + 1e-9) / 360)
    if (unrolled == parts).all() and len(set(turns)) == 1:
        return shapes, ""
    shifted_rings = [
        transformed(part, partial(east_by, -360 * turn)) for part, turn in zip(unrolled, turns, strict=True)
    ]
    joined_rings = shapely.multipolygons(shifted_rings, indices=owner)
    valid_shape = shapely.make_valid(joined_rings, method="structure", keep_collapsed=False)
    return valid_shape, "longitudes run on across the edge of the map (180 or 0)"


def east_by(degrees: float, xy: np.ndarray) -> np.ndarray:
    """Coordinates with longitudes ``degrees`` further east: float64 [M, 2]."""
    return xy + np.array([degrees, 0.0])


def follow_rings(part: Any) -> Any:
    """A polygon whose rings never jump by more than 180 degrees between two vertices; itself if it goes round a pole."""
    import shapely

    rings = [np.array(ring.coords) for ring in (part.exterior, *part.interiors)]
    jumps = np.concatenate([np.abs(np.diff(ring[:, 0])) for ring in rings])
    if jumps.max() <= 180 or jumps.max() >= 360:
        return part
    for ring in rings:
        ring[:, 0] = np.unwrap(ring[:, 0], period=360)
        ring[:, 0] += 360 * np.round((rings[0][:, 0].mean() - ring[:, 0].mean()) / 360)
    if any(abs(ring[0, 0] - ring[-1, 0]) > 180 for ring in rings):
        return part
    return shapely.Polygon(rings[0], rings[1:])


def free_meridian(west: np.ndarray, east: np.ndarray) -> float:
    """The longitude at which the widest band without land ends; -180 if there is no such band.

    west, east   float64 [N], degrees, extent of each shape
    """
    order = np.argsort(west % 360)
    start = (west % 360)[order]
    reach = np.maximum.accumulate(start + (east - west)[order])
    free_widths = np.append(start[1:], start[0] + 360) - reach
    free_widths[-1] = start[0] + 360 - reach[-1]
    widest = int(np.argmax(free_widths))
    if free_widths[widest] <= 1e-9:
        return -180.0
    return float(start[(widest + 1) % len(start)])


def lengths_km(lines: np.ndarray, plane: ProjectedShapes) -> np.ndarray:
    """float64 [N]: length of each geometry's lines on the sphere, km."""
    import shapely

    values = np.zeros(len(lines))
    parts, owner = shapely.get_parts(lines, return_index=True)
    parts, deeper = shapely.get_parts(parts, return_index=True)  # of collections
    is_line = shapely.get_type_id(parts) == 1
    parts, owner = parts[is_line], owner[deeper][is_line]
    if len(parts) == 0:
        return values
    xy, piece = shapely.get_coordinates(parts, return_index=True)
    degrees = np.radians(plane.degrees(xy))
    step, cosines = np.diff(degrees, axis=0), np.cos(degrees[:, 1])
    chord = np.sin(step[:, 1] / 2) ** 2 + cosines[1:] * cosines[:-1] * np.sin(step[:, 0] / 2) ** 2
    km = 2 * RADIUS * np.arcsin(np.sqrt(np.minimum(chord, 1.0)))
    is_same_piece = piece[1:] == piece[:-1]
    np.add.at(values, owner[piece[1:][is_same_piece]], km[is_same_piece])
    return values

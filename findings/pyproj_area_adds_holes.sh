#!/usr/bin/env bash
# pyproj 3.7.2: Geod.geometry_area_perimeter adds the area of a hole to that of its polygon when both rings run the same way.
# Shapely calls such a polygon valid and its planar area leaves the hole out; files that do not follow the ring order of
# RFC 7946 (older GeoJSON, GeoPackage, many hand-made layers) hold it. A district around a city then gets 60,446 km2, not
# 36,268 km2: densities, shares of area and catchments come out wrong, with no warning and with a plausible sign.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: pyproj==3.7.2 shapely==2.1.2
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import pyproj
import shapely
from pyproj import Geod
from shapely.geometry import Polygon

earth = Geod(ellps="WGS84")
shell = [(30, 10), (32, 10), (32, 12), (30, 12)]
city = [(30.5, 10.5), (31.5, 10.5), (31.5, 11.5), (30.5, 11.5)]
same_way, other_way = Polygon(shell, [city]), Polygon(shell, [city[::-1]])


def km2(shape):
    return earth.geometry_area_perimeter(shape)[0] / 1e6


print("pyproj", pyproj.__version__, "same way", round(km2(same_way)), "other way", round(km2(other_way)))
print("planar area of both", same_way.area, other_way.area, "valid", same_way.is_valid, other_way.is_valid)
whole, hole = km2(Polygon(shell)), km2(Polygon(city))
assert same_way.is_valid and other_way.is_valid and same_way.area == other_way.area == 3.0
assert abs(km2(other_way) - (whole - hole)) < 1
assert abs(km2(same_way) - (whole + hole)) < 1, "the hole is now left out whichever way it runs"
assert abs(km2(shapely.orient_polygons(same_way)) - (whole - hole)) < 1  # what mends it
PYTHON

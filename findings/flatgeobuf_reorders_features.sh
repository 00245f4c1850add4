#!/usr/bin/env bash
# pyogrio 0.13.0 (GDAL): a layer written as FlatGeobuf comes back in another order. The writer sorts the features along a
# Hilbert curve for its spatial index. A table, a matrix of neighbours or an array of results that belongs to the rows of
# the layer as it was written is then silently given to other districts; the row numbers of a GeoDataFrame start at 0 again,
# so that a join on the index fits and is wrong. GeoPackage keeps the order.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: pyogrio==0.13.0 geopandas==1.1.4 shapely==2.1.2
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import geopandas
import pyogrio
from shapely.geometry import box

places = [(column, row) for row in range(3) for column in range(4)]
written = geopandas.GeoDataFrame(
    {"district": [f"D{number:02d}" for number in range(12)], "people": range(1000, 13000, 1000)},
    geometry=[box(x, y, x + 1, y + 1) for x, y in places],
    crs=4326,
)
read = {}
for name in ("map.fgb", "map.gpkg"):
    written.to_file(name)
    read[name] = geopandas.read_file(name)
    print("pyogrio", pyogrio.__version__, name, list(read[name].district))
held = [True] * 6 + [False] * 6  # of the layer as written: the six southern districts
people = {name: int(layer.people[held].sum()) for name, layer in read.items()}
print("people of the six districts:", int(written.people[held].sum()), "as written,", people)
assert list(read["map.gpkg"].district) == list(written.district)
assert sorted(read["map.fgb"].district) == list(written.district)
assert list(read["map.fgb"].district) != list(written.district), "the order is now kept"
assert list(read["map.fgb"].index) == list(range(12)) and people["map.fgb"] != people["map.gpkg"]
PYTHON

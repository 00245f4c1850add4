#!/usr/bin/env bash
# libpysal 4.14.1: Queen, Rook and Graph.build_contiguity look for vertices that two polygons share, not for a common border.
# Where one side of a border has vertices that the other lacks (three districts meeting in a T, layers of two sources, any
# simplified map) neighbours with 1 km of common border are not neighbours. Queen says at most that some units are islands;
# where each of them has another neighbour it says nothing, and spatial lags, Moran's I and fronts are computed on it.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: libpysal==4.14.1 geopandas==1.1.4 shapely==2.1.2
cd "$scratch"
"$scratch/venv/bin/python" -W ignore - <<'PYTHON'
import geopandas
import libpysal
from libpysal.graph import Graph
from libpysal.weights import Queen, Rook
from shapely.geometry import box

# A fills the west; B, C and D lie east of it one above the other; C touches A along 1 unit, in the middle of A's side
shapes = {"A": box(0, 0, 1, 3), "B": box(1, 0, 2, 1), "C": box(1, 1, 2, 2), "D": box(1, 2, 2, 3)}
map_ = geopandas.GeoDataFrame({"id": list(shapes)}, geometry=list(shapes.values()), crs=3857).set_index("id")
length = shapes["A"].intersection(shapes["C"]).length
queen = Queen.from_dataframe(map_, use_index=True).neighbors
rook = Rook.from_dataframe(map_, use_index=True).neighbors
loose = {key: sorted(other for other in Graph.build_contiguity(map_, rook=False)[key].index) for key in shapes}
strict = {key: sorted(Graph.build_contiguity(map_, rook=False, strict=True)[key].index) for key in shapes}
print("libpysal", libpysal.__version__, "A and C share", length, "of border")
print("queen", queen["A"], "rook", rook["A"], "graph", loose["A"], "strict graph", strict["A"])
assert length == 1.0 and shapes["A"].touches(shapes["C"])
assert sorted(strict["A"]) == ["B", "C", "D"]
assert "C" not in queen["A"] and "C" not in rook["A"] and "C" not in loose["A"], "contiguity now sees the border"
assert all(queen[key] for key in shapes)  # every unit has a neighbour, so no warning of islands either
PYTHON

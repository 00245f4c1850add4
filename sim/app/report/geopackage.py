"""Chances of a finished folder as a GeoPackage, for map programs that want one file with its types. Needs the extra ``geo``."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.base.errors import OutputError, extra

LAYER = "chances"
EPOCH = "2000-01-01T00:00:00Z"  # a date of its own, so that equal values are equal files


def no_library() -> str:
    """Why no GeoPackage can be written; empty if one can."""
    missing_libraries = [name for name in ("shapely", "pyogrio") if importlib.util.find_spec(name) is None]
    return f"{' and '.join(missing_libraries)} not installed; {extra('geo')}" if missing_libraries else ""


def write_geopackage(path: Path, collection: Mapping[str, Any]) -> None:
    """The features of a GeoJSON collection (longitude and latitude) as one layer; OutputError if it cannot be written."""
    import numpy as np
    import pyogrio
    import shapely

    features = collection["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    names = list(features[0]["properties"]) if features else []
    columns = [np.array([feature["properties"][name] for feature in features]) for name in names]
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": EPOCH})
    try:
        pyogrio.raw.write(
            str(path), shapely.to_wkb(shapes), columns, np.array(names), layer=LAYER, driver="GPKG",
            geometry_type="MultiPolygon", crs="EPSG:4326",
        )  # fmt: skip
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise OutputError(f"{path} cannot be written ({error}); expected a writable folder") from None
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})

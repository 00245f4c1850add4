"""The JSON Schema in docs/ is the one the code has."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from sim.scenario.files.schema import (
    DraftFile,
    OutcomesFile,
    PriorsFile,
    ScenarioFile,
    export_schema,
    schema_text,
)

FILE = Path(__file__).resolve().parents[3] / "docs" / "scenario.schema.json"


def test_the_schema_in_the_docs_is_the_schema_of_the_code() -> None:
    command = "python -c \"from sim.scenario.files.schema import schema_text; print(schema_text(), end='')\" > docs/scenario.schema.json"
    assert FILE.read_text(encoding="utf-8") == schema_text(), f"write it again with: {command}"


def test_every_shape_of_the_four_files_is_there_and_strict() -> None:
    shapes = export_schema()["$defs"]
    models: list[type[BaseModel]] = [ScenarioFile, PriorsFile, OutcomesFile, DraftFile]
    assert [one["$ref"] for one in export_schema()["oneOf"]] == [
        f"#/$defs/{model.__name__}" for model in models
    ]
    assert all(shape["additionalProperties"] is False for shape in shapes.values())
    assert {"schema", "name", "dates", "factions", "wars", "network"} <= set(
        shapes["ScenarioFile"]["required"]
    )
    assert "schema_" not in shapes["ScenarioFile"]["properties"]


def test_the_schema_is_plain_json() -> None:
    assert json.loads(schema_text()) == export_schema()

"""Results that are stored beside a scenario so that every report of it can show them: read as untrusted data."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.base.errors import UsageError, one_line
from sim.base.limited_files import read_json
from sim.scenario.files.paths import locate
from sim.scenario.scenario import Scenario

MOST_BYTES = 5_000_000
Words = Annotated[str, Field(max_length=500)]
Chance = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0)]


class StoredPart(BaseModel):
    """What is asked of a part of the file; what else stands there is left alone."""

    model_config = ConfigDict(extra="ignore", strict=True)


def read_beside(scenario: Scenario, file: str, shape: type[StoredPart], advice: str) -> dict[str, Any] | None:
    """The parts of ``file`` in the scenario's folder that ``shape`` asks for; None if there is no such file.

    UsageError if the file is too large, no JSON, or not so shaped; ``advice`` says what writes it anew.
    """
    place = locate(scenario.folder)
    path = place.own(file)
    if not path.is_file():
        return None
    name = place.file(file)
    try:
        part = shape.model_validate(read_json(path, MOST_BYTES))
    except OSError as error:
        raise UsageError(f"{name} {error.strerror}; {advice}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key_path = ".".join(str(step) for step in first["loc"])
        raise UsageError(f"{name}: {one_line(key_path)}: {one_line(first['msg'])}; {advice}") from error
    except ValueError as error:
        raise UsageError(f"{name} is not JSON: {one_line(str(error))}; {advice}") from error
    return part.model_dump(by_alias=True)

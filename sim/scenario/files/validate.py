"""From plain values to schema models, every fault with its line, its value and the nearest name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import NoneType
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from sim.base.errors import MOST_FAULTS, nearest, short
from sim.scenario.files.loader import Document, load, refusal

M = TypeVar("M", bound=BaseModel)
Steps = tuple[Any, ...]

# What a pydantic problem says in this program's words, its numbers filled in from the problem.
WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "finite_number": "a finite number",
    "greater_than_equal": "at least {ge:,.6g}",
    "greater_than": "more than {gt:,.6g}",
    "less_than_equal": "at most {le:,.6g}",
    "less_than": "less than {lt:,.6g}",
    "too_short": "at least {min_length} entries",
    "too_long": "at most {max_length} entries",
    "string_too_long": "at most {max_length:,} characters",
}
PAIRS = {
    "window": "[first day, last day]",
    "wars": "two factions",
    "lag": "[fewest, most] days",
    "span": "[first character, end]",
}  # lists of exactly two
PATTERNS = {  # first characters of a pattern -> what it asks for
    "^[A-Za-z0-9_]": "1 to 64 letters, digits, '_', '.' or '-', beginning with a letter, digit or '_'",
    "^(#": "a colour like #1f77b4",
    "^([A-F]": "a letter A to F and a digit 1 to 6, as in B2",
    "^(https": "an address beginning with https:// or http://",
    "^[0-9a-f]{64}": "64 hexadecimal digits, or pending",
}
PLAIN: dict[Any, str] = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date like 2021-08-05",
    NoneType: "null",
}


def shape(document: Document, model: type[M], path: Steps = ()) -> M | None:
    """What stands at ``path`` as ``model``; None, with the faults in the document, if it does not fit."""
    value = document.at(path)
    if not isinstance(value, dict):
        document.blame(path, f" holds {kind_of(value)}; expected keys and values")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for steps, problems in group_by_place(value, error).items():
            hint = len(document.faults) < MOST_FAULTS  # the nearest of many names takes long to find
            document.blame((*path, *steps), phrase(problems, model, steps) if hint else " is wrong")
        return None


def load_shaped(path: Path, label: str, model: type[BaseModel]) -> Document:
    """A YAML file that has the shape of ``model``; ScenarioError with every fault if it has not."""
    document = load(path, label)
    if shape(document, model) is None:
        raise refusal(document)
    return document


def group_by_place(value: Any, error: ValidationError) -> dict[Steps, list[Any]]:
    """Problems by the place they are about; the members of a union are about the same place."""
    problems_by_place: dict[Steps, list[Any]] = {}
    for problem in error.errors(include_url=False):
        problems_by_place.setdefault(steps_of(value, problem["loc"]), []).append(problem)
    return problems_by_place


def steps_of(value: Any, path: Steps) -> Steps:
    """The steps of ``path`` that are keys or places of the file, or a missing key; pydantic adds names of union members."""
    steps: list[Any] = []
    for number, step in enumerate(path):
        if step in value if isinstance(value, dict) else isinstance(value, list) and isinstance(step, int):
            value = value[step]
        elif not (isinstance(value, dict) and number == len(path) - 1):
            continue
        steps.append(step)
    return tuple(steps)


def phrase(problems: Sequence[Any], model: type[BaseModel], steps: Steps) -> str:
    """The problems of one place in this program's words."""
    problem = problems[0]
    kind, value = problem["type"], problem.get("input")
    if kind == "missing":
        return " is missing; expected " + meaning(model, steps)
    if kind == "extra_forbidden":
        return f" is unknown{nearest(steps[-1], known_keys(model, steps[:-1]))}"
    if kind == "literal_error":
        names = [name.strip("' ") for name in problem["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{show(value)} is unknown{nearest(value, names)}; expected one of {', '.join(names)}"
    if kind == "value_error":  # raised by this program's own readers
        message = problem["msg"].removeprefix("Value error, ")
        return f"{show(value)} {message}" if message.startswith("is ") else f"{show(value)}; {message}"
    expectation = " or ".join(dict.fromkeys(want(detail, steps) for detail in problems))
    return f"{show(value)}; expected {expectation}"


def want(problem: Any, steps: Steps) -> str:
    """What one problem asks for."""
    kind, context = problem["type"], problem.get("ctx", {})
    names = [step for step in steps if isinstance(step, str)]
    if kind in ("too_short", "too_long", "list_type") and names and names[-1] in PAIRS and steps != ("wars",):
        return PAIRS[names[-1]]
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return next((text for start, text in PATTERNS.items() if pattern.startswith(start)), pattern)
    if kind in WANTED:
        return WANTED[kind].format(**context)
    return str(problem["msg"]).removeprefix("Input should be ")


def show(value: Any) -> str:
    """`` = value`` as YAML would write it, shortened; `` is a list``."""
    if isinstance(value, (list, dict)):
        return f" is {kind_of(value)}" + (f" of {len(value)}" if isinstance(value, list) else "")
    return f" = {spelled(value)}"


def spelled(value: Any) -> str:
    """A plain value as YAML writes it, shortened."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return short(value)


def kind_of(value: Any) -> str:
    """What sort of thing a value is, in words."""
    if value is None:
        return "nothing"
    kinds: dict[Any, str] = {dict: "keys and values", list: "a list", str: "text"}
    return kinds.get(type(value), spelled(value))


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``list[CountEntry]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(inner_model, get_args(annotation))), None)


def model_at(model: type[BaseModel], steps: Steps) -> type[BaseModel] | None:
    """The model of the mapping at ``steps``."""
    current: type[BaseModel] | None = model
    for step in steps:
        if isinstance(step, int) or current is None:
            continue
        field = fields(current).get(step)
        if field is None:
            continue  # a free key, such as a faction id: its values have the same model
        current = inner_model(field.annotation)
    return current


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """Fields of a model under the names used in files."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def known_keys(model: type[BaseModel], steps: Steps) -> list[str]:
    """Keys that may stand at ``steps``."""
    keys_model = model_at(model, steps)
    return list(fields(keys_model)) if keys_model else []


def meaning(model: type[BaseModel], steps: Steps) -> str:
    """What a missing key should hold."""
    parent_model = model_at(model, steps[:-1])
    field = fields(parent_model).get(steps[-1]) if parent_model else None
    return "a value" if field is None else words_for(field.annotation)


def words_for(annotation: Any) -> str:
    """What an annotation accepts, in words."""
    if hasattr(annotation, "__metadata__"):  # Annotated[...]
        return words_for(annotation.__origin__)
    inner, origin, parts = inner_model(annotation), get_origin(annotation), get_args(annotation)
    if inner is not None:
        keys = ", ".join(name for name, field in fields(inner).items() if field.is_required())
        return f"a list of entries with {keys}" if origin is list else f"keys {keys}"
    if origin is Literal:
        return f"one of {', '.join(parts)}" if len(parts) > 1 else str(parts[0])
    if origin in (list, dict):
        return "a list" if origin is list else "keys and values"
    if annotation in PLAIN:
        return PLAIN[annotation]
    return " or ".join(dict.fromkeys(words_for(part) for part in parts))

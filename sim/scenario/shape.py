"""From plain values to schema models, every fault with its line, its value and the nearest name."""

from __future__ import annotations

from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from sim.base.errors import nearest
from sim.scenario.loader import Document

M = TypeVar("M", bound=BaseModel)


def shape(document: Document, model: type[M]) -> M | None:
    """``document`` as ``model``; None, with the faults in the document, if it does not fit."""
    if not isinstance(document.value, dict):
        document.blame((), f"holds {kind_of(document.value)}; expected keys and values")
        return None
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            steps = tuple(step for step in problem["loc"] if exists(document.value, step, problem["loc"]))
            document.blame(steps, phrase(problem, model, steps))
        return None


def exists(value: Any, step: Any, path: tuple[Any, ...]) -> bool:
    """True for steps that are keys or places of the file; pydantic adds names of union members."""
    return not (isinstance(step, str) and step in ("str", "float", "int", "function-before"))


def phrase(problem: Any, model: type[BaseModel], steps: tuple[Any, ...]) -> str:
    """A pydantic problem in this program's words."""
    kind, value = problem["type"], problem.get("input")
    if kind == "missing":
        return " is missing; expected " + meaning(model, steps)
    if kind == "extra_forbidden":
        return f" is unknown{nearest(steps[-1], known_keys(model, steps[:-1]))}"
    if kind == "literal_error":
        names = [name.strip("' ") for name in problem["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f" = {show(value)} is unknown{nearest(value, names)}; expected one of {', '.join(names)}"
    message = problem["msg"].removeprefix("Value error, ").removeprefix("Input ").removeprefix("should be ")
    wanted = message if message.startswith(("expected", "is ")) else f"expected {message}"
    separator = " " if wanted.startswith("is ") else "; "
    return f" = {show(value)}{separator}{wanted}"


def show(value: Any) -> str:
    """A value, shortened."""
    text = repr(value) if not isinstance(value, (dict, list)) else kind_of(value)
    return text if len(text) <= 60 else text[:57] + "..."


def kind_of(value: Any) -> str:
    """What sort of thing a value is, in words."""
    if value is None:
        return "nothing"
    return {dict: "keys and values", list: "a list", str: "text"}.get(type(value), repr(value))


def inner_model(annotation: Any) -> type[BaseModel] | None:
    """The model inside an annotation such as ``list[CountEntry]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = inner_model(part)
        if found is not None:
            return found
    return None


def model_at(model: type[BaseModel], steps: tuple[Any, ...]) -> type[BaseModel] | None:
    """The model of the mapping at ``steps``."""
    here: type[BaseModel] | None = model
    for step in steps:
        if isinstance(step, int) or here is None:
            continue
        field = fields(here).get(step)
        if field is None:
            continue  # a free key, such as a faction id: its values have the same model
        here = inner_model(field.annotation)
    return here


def fields(model: type[BaseModel]) -> dict[str, Any]:
    """Fields of a model under the names used in files."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def known_keys(model: type[BaseModel], steps: tuple[Any, ...]) -> list[str]:
    """Keys that may stand at ``steps``."""
    here = model_at(model, steps)
    return list(fields(here)) if here else []


def meaning(model: type[BaseModel], steps: tuple[Any, ...]) -> str:
    """What a missing key should hold."""
    here = model_at(model, steps[:-1])
    field = fields(here).get(steps[-1]) if here else None
    inner = inner_model(field.annotation) if field else None
    if inner is not None:
        return f"keys {', '.join(name for name, one in fields(inner).items() if one.is_required())}"
    return "a value"

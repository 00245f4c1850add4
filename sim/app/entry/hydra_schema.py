"""Hydra's typed schema: one dataclass made from the options, and the ``law`` group made from the law's parameters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, make_dataclass
from functools import cache
from typing import Any, Optional

from hydra.core.config_store import ConfigStore

from sim.base.parameters import Parameter
from sim.law.parameters import PARAMETERS
from sim.session.options import OPTIONS, Option

SCHEMA = "schema"


def option_field(option: Option) -> tuple[str, Any, Any]:
    """(name, type, default) of an option; where the default is None the type admits None."""
    if option.kind is list:
        return option.name, Any, field(default=option.default)
    kind = Optional[option.kind] if option.default is None else option.kind  # noqa: UP045 - a value, not a hint
    return option.name, kind, field(default=option.default)


def law_schema(parameters: Iterable[Parameter]) -> type:
    """Dataclass with ``without`` and one nested dataclass a mechanism; every number is null: as the scenario says."""
    groups: dict[str, list[str]] = {}
    for parameter in parameters:
        group, name = parameter.name.split(".")
        groups.setdefault(group, []).append(name)
    fields: list[tuple[str, Any, Any]] = [("without", list[str], field(default_factory=list))]
    for group, names in groups.items():
        group_class = make_dataclass(
            f"{group.title()}Law", [(name, Any, field(default=None)) for name in names]
        )
        fields.append((group, group_class, field(default_factory=group_class)))
    return make_dataclass("LawConfig", fields)


def config_schema() -> type:
    """The dataclass every Hydra verb's config must fit."""
    law = law_schema(PARAMETERS.values())
    fields = [option_field(option) for option in OPTIONS.values()]
    return make_dataclass("RunConfig", [*fields, ("law", law, field(default_factory=law))])


@cache
def register_schema() -> None:
    """Once a process: give Hydra the schema under the name ``configs/config.yaml`` asks for."""
    ConfigStore.instance().store(name=SCHEMA, node=config_schema(), provider="sim")


def known_keys() -> tuple[str, ...]:
    """Every key an override may name, dotted."""
    return (*OPTIONS, "law.without", *(f"law.{name}" for name in PARAMETERS), "experiment")

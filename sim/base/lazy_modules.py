"""Modules that libraries import and this program never looks into, loaded only when somebody does."""

from __future__ import annotations

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec


def defer(name: str) -> None:
    """Put a module PACKAGE.NAME in its place that loads itself when something in it is first asked for."""
    if name in sys.modules:
        return
    package, _, last = name.rpartition(".")
    spec = find_spec(name)
    if spec is not None and spec.loader is not None:
        spec.loader = LazyLoader(spec.loader)
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        setattr(sys.modules[package], last, module)

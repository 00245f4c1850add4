"""Plain values as YAML text that the strict loader reads back unchanged, with remarks of ours at the end of lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sim.scenario.files.loader import BIDI, CONTROL

Path_ = tuple[str | int, ...]
BARE = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")  # text that needs no quotes
WORDS_OF_YAML = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))
LINE = 110  # characters of a list that stays on one line


def safe(text: str) -> str:
    """``text`` on one line without what the loader refuses: controls become a blank, ``${`` is taken apart."""
    visible_text = CONTROL.sub(" ", BIDI.sub("", text))
    return " ".join(visible_text.replace("${", "$ {").split())


def emit(value: Mapping[str, Any], remarks: Mapping[Path_, str], head: str = "") -> str:
    """YAML in block style; ``remarks`` stand behind the line of their path, ``head`` as comment lines on top.

    Text of strangers must have been through ``safe``; remarks are our own words.
    """
    lines = [f"# {line}".rstrip() for line in head.splitlines()]
    return "\n".join([*lines, *Emitter(remarks).mapping(value, (), "")]) + "\n"


class Emitter:
    """Lines of nested values; what has a remark somewhere inside is never put on one line."""

    def __init__(self, remarks: Mapping[Path_, str]) -> None:
        self.remarks = remarks
        self.above = {path[:depth] for path in remarks for depth in range(len(path))}

    def mapping(self, value: Mapping[str, Any], path: Path_, indent: str) -> list[str]:
        """Lines of a mapping, each indented."""
        lines: list[str] = []
        for key, part in value.items():
            part_path = (*path, key)
            remark = f"  # {self.remarks[part_path]}" if part_path in self.remarks else ""
            if self.short(part, part_path):
                lines.append(f"{indent}{scalar(key)}: {flow(part)}{remark}")
                continue
            inner = self.entries if isinstance(part, list) else self.mapping
            lines += [f"{indent}{scalar(key)}:{remark}", *inner(part, part_path, indent + "  ")]
        return lines

    def entries(self, value: list[Any], path: Path_, indent: str) -> list[str]:
        """Lines of a list, a dash before each entry."""
        lines: list[str] = []
        for number, part in enumerate(value):
            part_path = (*path, number)
            if not isinstance(part, dict) or (self.short(part, part_path) and len(flow(part)) <= LINE):
                lines.append(f"{indent}- {flow(part)}")
                continue
            inner = self.mapping(part, part_path, indent + "  ")
            lines += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
        return lines

    def short(self, value: Any, path: Path_) -> bool:
        """True for a single value, or for a list or mapping of single values that stands on one line."""
        if path in self.above:
            return False
        if not value or not isinstance(value, (list, dict)):
            return True
        parts = value if isinstance(value, list) else value.values()
        nested = any(isinstance(part, dict) for part in parts)
        return not nested and len(flow(value)) <= LINE


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """One value; text is quoted unless it can only be read as itself."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)
    if isinstance(value, int):
        return str(value)
    text = str(value)
    is_plain = BARE.fullmatch(text) and text.lower() not in WORDS_OF_YAML
    return text if is_plain else json.dumps(text, ensure_ascii=False)

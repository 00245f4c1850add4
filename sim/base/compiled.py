"""The two decorators of compiled code, and the version of the law it belongs to.

numba's file cache does not see edits in called functions of other files. So the cache folder is named by the
law version: the hash of the syntax trees (docstrings removed) of ``sim/law`` and of the dice and codes it reads.
"""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config

PACKAGE = Path(__file__).resolve().parent.parent
F = TypeVar("F", bound=Callable[..., Any])


def law_files() -> list[Path]:
    """The files whose meaning is the law, in a fixed order."""
    base = [PACKAGE / "base" / name for name in ("codes.py", "dice.py")]
    return base + sorted((PACKAGE / "law").glob("*.py"))


def without_docstrings(source: str) -> str:
    """``source`` as its syntax tree prints it, docstrings and comments gone."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if (
            isinstance(body, list)
            and body
            and isinstance(body[0], ast.Expr)
            and isinstance(body[0].value, ast.Constant)
            and isinstance(body[0].value.value, str)
        ):
            node.body = body[1:] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


@cache
def plain_code(path: Path) -> bytes:
    """The code of a file without docstrings and comments; kept, since several versions are made of the same files."""
    return without_docstrings(path.read_text(encoding="utf-8")).encode()


def code_version(files: Sequence[Path]) -> str:
    """12 hex digits that change when, and only when, the code in the files changes."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0")
        digest.update(plain_code(path) + b"\0")
    return digest.hexdigest()[:12]


LAW_VERSION = code_version(law_files())


def cache_root() -> Path:
    """Folder for what can be made again: the checkout's outputs, or the user's cache for an installed wheel."""
    if named := os.environ.get("SIM_CACHE_DIR"):
        return Path(named)
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "scenarios").is_dir():
        return checkout / "outputs" / ".cache"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sim"


def compiled(function: F) -> F:
    """``function`` as a part of compiled code: inlined where it is called, no door from Python of its own.

    Inlining matters: a call counts references of every array it is given, which costs more than the work.
    Plain Python if NUMBA_DISABLE_JIT is set.
    """
    made: F = numba.njit(
        forceinline=True, no_cpython_wrapper=True, nogil=True, error_model="numpy", _nrt=False
    )(function)
    return made


def door(function: F) -> F:
    """A compiled function that Python may call: without the GIL, cached on disk under the law version.

    Takes a plain function or one that is ``compiled``; the code is the same.
    """
    before = config.CACHE_DIR
    config.CACHE_DIR = str(cache_root() / "compiled" / LAW_VERSION)
    try:
        plain = getattr(function, "py_func", function)
        made: F = numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(plain)
        return made
    finally:
        config.CACHE_DIR = before


def is_compiled_before() -> bool:
    """True if this law version has compiled code on disk, so that starting will be quick."""
    folder = cache_root() / "compiled" / LAW_VERSION
    return folder.is_dir() and any(folder.rglob("*.nbc"))

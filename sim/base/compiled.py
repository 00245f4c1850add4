"""The two decorators of compiled code, and the version of the law it belongs to.

numba's file cache does not see edits in called functions of other files. So the cache folder is named by the
law version, the hash of the syntax trees (docstrings removed) of ``sim/law`` and of the dice and codes it reads, and by
that of the files that compile it.
"""

from __future__ import annotations

import ast
import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, update_wrapper
from pathlib import Path
from typing import Any, TypeVar, cast

PACKAGE = Path(__file__).resolve().parent.parent
DIGITS = 12  # of a version
OPTIONS = {"nogil": True, "error_model": "numpy", "_nrt": False}  # of all compiled code
F = TypeVar("F", bound=Callable[..., Any])


def law_files() -> list[Path]:
    """The files whose meaning is the law, in a fixed order."""
    base = [PACKAGE / "base" / name for name in ("codes.py", "dice.py")]
    return base + sorted((PACKAGE / "law").rglob("*.py"))


def without_docstrings(source: str) -> str:
    """``source`` as its syntax tree prints it, docstrings and comments gone."""
    tree = ast.parse(source)
    for node in holders(tree):
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


def holders(tree: ast.AST) -> Iterator[ast.AST]:
    """The tree and every statement below it, but no expressions, which are most of a tree and hold no docstring."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            children = getattr(node, name, None)
            todo.extend(children if isinstance(children, list) else ())


def cache_root() -> Path:
    """Folder for what can be made again: the checkout's outputs, or the user's cache for an installed wheel."""
    if cache_folder := os.environ.get("SIM_CACHE_DIR"):
        return Path(cache_folder)
    checkout = PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "scenarios").is_dir():
        return checkout / "outputs" / ".cache"
    return user_cache()


def compiled_root() -> Path:
    """Folder of machine code: in the store, or in the user's own cache if somebody else can write into the store.

    numba reads it as pickles and as code to run, so whoever can write there can do what this user can.
    """
    store = cache_root()
    is_private = is_ours_alone(store) and is_ours_alone(store / "compiled")
    return (store if is_private else user_cache()) / "compiled"


def is_ours_alone(folder: Path) -> bool:
    """True unless another user owns the folder or may write into it, as far as the system knows of users."""
    try:
        status = folder.stat()
    except OSError:
        return True  # it is not there yet
    if os.name == "nt":
        return True
    # a group of that number has this one member
    others_mask = 0o002 if status.st_gid == status.st_uid else 0o022
    return status.st_uid == os.geteuid() and not status.st_mode & others_mask


def user_cache() -> Path:
    """Folder of the user's own caches."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sim"


@cache
def plain_code(source: bytes) -> bytes:
    """Code without docstrings and comments; cached, since several versions are made of the same files."""
    return without_docstrings(source.decode("utf-8")).encode()


def code_version(files: Sequence[Path], names: Sequence[str] = ()) -> str:
    """12 hex digits that change when, and only when, the code in the files changes, or where they stand.

    names  what stands for each file in the hash; by default its path below the package.

    Parsing takes longer than anything else at the start of a quick command, so the version of files that are byte for
    byte as they were is read from the cache: one small file a choice of files, whatever is edited.
    """
    paths = [path.relative_to(PACKAGE).as_posix() for path in files]
    sources = [(name, path.read_bytes()) for name, path in zip(names or paths, files, strict=True)]
    made_with = sys.version_info[:2], Path(__file__).read_bytes()
    sources_hash = hashlib.sha256(repr((made_with, sources)).encode()).hexdigest()
    choice = hashlib.sha256(repr(paths).encode()).hexdigest()[:12]
    version_file = cache_root() / "versions" / choice
    with suppress(OSError, ValueError):
        before, version = version_file.read_text(encoding="ascii").split()
        if before == sources_hash and len(version) == DIGITS:
            return version
    digest = hashlib.sha256()
    for name, source in sources:
        digest.update(name.encode() + b"\0" + plain_code(source) + b"\0")
    version = digest.hexdigest()[:DIGITS]
    with suppress(OSError):  # a cache that cannot be written is reported by what needs it
        version_file.parent.mkdir(parents=True, exist_ok=True)
        temporary = version_file.with_name(f".{choice}.{os.getpid()}")
        temporary.write_text(f"{sources_hash} {version}\n", encoding="ascii")
        temporary.replace(version_file)
    return version


# The law's version stands in records of runs, so it stays a hash of the files' names alone.
LAW_VERSION = code_version(law_files(), [path.name for path in law_files()])
# Machine code is that of a law and of how it is compiled. Where indices are to be checked it lies apart: numba's own cache
# would give code that checks none.
COMPILERS = [PACKAGE / "base" / name for name in ("compiled.py", "dispatchers.py")]
CHECKED = "" if os.environ.get("NUMBA_BOUNDSCHECK", "0") in ("", "0") else "-checked"
CODE_VERSION = f"{LAW_VERSION}-{code_version(COMPILERS)}{CHECKED}"
# These give the same runs to the last bit (docs/performance.md), so what was kept of one holds for the other.
EQUAL_LAWS = frozenset(
    {"38f42880ec00", "a37d15655938", "d1c0fe0fc0ce", "5547a7929cbe", "bc9c97661143", "7fc137bc91f4"}
)


def are_equal_laws(one: str | None, other: str | None) -> bool:
    """True if two versions of the law give the same runs."""
    return one == other or {one, other} <= EQUAL_LAWS


class Compiled:
    """A function that is given to numba when it is first called, or read by compiled code.

    numba is slow to import, and most of what the command line does calls nothing of the law: it reads parameters,
    or finds in the store what it is asked for.
    """

    lock = threading.RLock()  # threads of one block of work come here together

    def __init__(self, function: Callable[..., Any], folder: str = "") -> None:
        """folder   where a door's machine code is stored; none for what is only inlined into doors."""
        self.py_func, self.folder = function, folder
        self.compiled: Callable[..., Any] | None = None
        update_wrapper(self, function)

    def __call__(self, *given: Any) -> Any:
        """What the compiled function gives back."""
        return (self.compiled or self.dispatcher())(*given)

    def dispatcher(self) -> Callable[..., Any]:
        """numba's own object for the function; the plain function if NUMBA_DISABLE_JIT is set."""
        with self.lock:
            if self.compiled is None:
                config = numba_ready()
                if config.DISABLE_JIT:
                    self.compiled = self.py_func
                    return self.compiled
                from sim.base.dispatchers import Door, Inlined

                before, config.CACHE_DIR = config.CACHE_DIR, self.folder or config.CACHE_DIR
                try:
                    self.compiled = (Door if self.folder else Inlined)(self.py_func, OPTIONS)
                finally:
                    config.CACHE_DIR = before
        return self.compiled


@cache
def numba_ready() -> Any:
    """The settings of numba, which knows from then on that a ``Compiled`` in compiled code stands for its dispatcher."""
    from numba.core import config
    from numba.extending import typeof_impl

    @typeof_impl.register(Compiled)
    def type_of(value: Compiled, context: Any) -> Any:
        return typeof_impl(value.dispatcher(), context)

    return config


def compiled(function: F) -> F:
    """``function`` as a part of compiled code: inlined where it is called, no door of its own from Python or C.

    Inlining matters: a call counts references of every array it is given, which costs more than the work.
    Plain Python if NUMBA_DISABLE_JIT is set.
    """
    return cast(F, Compiled(function))


def door(function: F) -> F:
    """A compiled function that Python may call: without the GIL, cached on disk under the version of law and compiler.

    Takes a plain function or one that is ``compiled``; the code is the same.
    """
    python_function = getattr(function, "py_func", function)
    return cast(F, Compiled(python_function, str(compiled_root() / CODE_VERSION)))


def is_compiled_before(function: str = "advance_many") -> bool:
    """True if a door, by default the loop over runs, has been compiled for this version, so that starting will be quick."""
    folder = compiled_root() / CODE_VERSION
    return folder.is_dir() and any(folder.rglob(f"*.{function}-*.nbc"))

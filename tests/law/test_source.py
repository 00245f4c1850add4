"""The rules for compiled code, read from the source: bits must not depend on a library's or a compiler's mood."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.base.compiled import PACKAGE
from sim.law.day import DAY, day

OPERATORS = (
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.FloorDiv,
    ast.BitAnd,
    ast.BitOr,
    ast.BitXor,
    ast.RShift,
    ast.USub,
    ast.Not,
    ast.Invert,
)
BUILT_IN = {"bool", "min", "max", "float", "int", "range", "len"}
MATH = {"exp", "log"}
CASTS = {  # integers of a certain width: a day, a pass or a run as a word, a word on its way to a float
    "np.uint64": ("day_key", "pass_key", "run_key", "below"),
    "np.int64": ("die", "high_die", "low_die", "bell"),
}
FILES = sorted((PACKAGE / "law").glob("*.py")) + [PACKAGE / "base" / "dice.py"]


def compiled_functions(source: str) -> Iterator[ast.FunctionDef]:
    """Functions under a decorator called ``compiled`` or ``door``."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and any(
            isinstance(d, ast.Name) and d.id in ("compiled", "door") for d in node.decorator_list
        ):
            yield node


def names_of_the_law(source: str) -> set[str]:
    """Functions defined in the file or imported from sim."""
    tree = ast.parse(source)
    own = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim."):
            own |= {alias.name for alias in node.names}
    return own


def breaches(source: str) -> list[str]:
    """What the compiled functions of a file do that they must not, as 'function: what'."""
    allowed = names_of_the_law(source) | BUILT_IN
    found = []
    for function in compiled_functions(source):
        for node in (node for line in function.body for node in ast.walk(line)):
            if isinstance(node, ast.BinOp | ast.UnaryOp | ast.AugAssign) and not isinstance(
                node.op, OPERATORS
            ):
                found.append(f"{function.name}: {type(node.op).__name__}")
            if ast.unparse(node) in ("np", "numpy") and not any(
                function.name in names for names in CASTS.values()
            ):
                found.append(f"{function.name}: numpy")
            if isinstance(node, ast.Call) and not is_allowed(node.func, allowed, function.name):
                found.append(f"{function.name}: {ast.unparse(node.func)}()")
    return found


def is_allowed(called: ast.expr, allowed: set[str], function: str) -> bool:
    """True for exp and log, plain built-ins, functions of the law, and the casts of dice."""
    text = ast.unparse(called)
    if text in CASTS:
        return function in CASTS[text]
    return text in allowed or text in {f"math.{name}" for name in MATH}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_compiled_code_uses_only_plain_arithmetic_exp_and_log(path: Path) -> None:
    assert breaches(path.read_text()) == []


@pytest.mark.parametrize(
    ("line", "breach"),
    [
        ("x ** 2", "f: Pow"),
        ("x % 2", "f: Mod"),
        ("np.sum(x)", "f: numpy"),
        ("math.sin(x)", "f: math.sin()"),
        ("x.sum()", "f: x.sum()"),
        ("sum(x)", "f: sum()"),
    ],
)
def test_the_check_of_compiled_code_sees_a_breach(line: str, breach: str) -> None:
    assert breach in breaches(f"@compiled\ndef f(x):\n    return {line}\n")


@pytest.mark.parametrize("path", [*FILES, PACKAGE / "base" / "compiled.py"], ids=lambda path: path.name)
def test_nothing_asks_the_compiler_for_fast_or_parallel_arithmetic(path: Path) -> None:
    words = {node.arg for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.keyword)}
    assert not words & {"fastmath", "parallel"}
    assert "prange" not in path.read_text()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_law_reads_no_clock_file_or_generator(path: Path) -> None:
    tree = ast.parse(path.read_text())
    roots = {
        alias.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
    }
    roots |= {(n.module or "").split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert roots <= {"__future__", "math", "numpy", "typing", "collections", "hashlib", "sim"}


def order_of_calls(path: Path, name: str) -> list[str]:
    """Steps of the day in the order in which function ``name`` of a file calls them, methods followed."""
    functions = {n.name: n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)}
    found: list[str] = []

    def follow(function: ast.FunctionDef) -> None:
        for node in walk_in_order(function):
            if isinstance(node, ast.Call):
                called = step_called(node)
                if called in DAY:
                    found.append(called)
                elif called in functions and called != function.name:
                    follow(functions[called])

    follow(functions[name])
    return found


def walk_in_order(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below, in the order of the text."""
    for child in ast.iter_child_nodes(node):
        yield child
        yield from walk_in_order(child)


def step_called(node: ast.Call) -> str:
    """``step`` of step(...), x.step(...) and DOORS["step"](...)."""
    if isinstance(node.func, ast.Subscript) and isinstance(node.func.slice, ast.Constant):
        return str(node.func.slice.value)
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_the_day_calls_its_steps_in_the_printed_order() -> None:
    assert day.__module__ == "sim.law.day"
    assert order_of_calls(PACKAGE / "law" / "day.py", "day") == list(DAY)


def test_the_mesa_face_and_the_test_walk_call_the_steps_in_the_printed_order(tmp_path: Path) -> None:
    both = tmp_path / "face.py"
    both.write_text(
        "\n".join((PACKAGE / "agents" / name).read_text() for name in ("faction.py", "model.py")).replace(
            "from __future__ import annotations", ""
        )
    )
    assert order_of_calls(both, "step") == list(DAY)
    assert order_of_calls(Path(__file__).parents[1] / "worlds.py", "live") == list(DAY)

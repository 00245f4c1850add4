"""numba for functions that are only ever inlined into a door: no machine code of their own, no copies by width of integers.

numba optimises a function together with all that it calls, and turns it into machine code, before its caller is looked at. Of
functions that are inlined everywhere nothing of that is used: the law, nine calls deep, was optimised anew at every level.
Here each is only simplified by itself, and what a door inlines is linked once and optimised in the door.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from llvmlite.binding import Linkage
from numba.core import types
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.registry import CPUDispatcher
from numba.core.types.misc import unliteral


class InlinedLibrary(JITCodeLibrary):
    """The code of one function; what it calls stays in libraries of its own until a door is linked."""

    linked: Any = None  # the function with all that it calls, once a door has asked for it

    def finalize(self) -> None:
        """Nothing: a door optimises what it inlines."""
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        """No machine code."""
        self._ensure_finalized()
        return 0

    def _get_module_for_linking(self) -> Any:
        """The function with all that it calls, each once."""
        if self.linked is None:
            own, numbas = self.called()
            module = self._final_module.clone()
            for code in (*own, *numbas):  # numba's own last: of these only what linked code calls is linked
                module.link_in(code, preserve=True)
            for function in module.functions:
                if not function.is_declaration and function.linkage == Linkage.external:
                    function.linkage = "linkonce_odr"  # as in numba's own: may come into a door twice
            self.linked = module
        return self.linked

    def called(self) -> tuple[list[Any], list[Any]]:
        """The code of all functions called, directly or by others: of this kind of library, and of numba's own."""
        own, numbas = [], []
        todo, seen = [self], {self}
        while todo:
            for library in todo.pop()._linking_libraries:
                if library in seen:
                    continue
                seen.add(library)
                if isinstance(library, InlinedLibrary):
                    own.append(library._final_module)
                    todo.append(library)
                else:
                    numbas.append(library._get_module_for_linking())
        return own, numbas


class InlinedCodegen(JITCPUCodegen):
    """Makes such libraries; gives nothing to the engine that runs machine code."""

    _library_class = InlinedLibrary

    def _add_module(self, module: Any) -> None:
        """Nothing to run."""

    def set_env(self, env_name: str, env: Any) -> None:
        """No machine code that would look for it."""


@cache
def codegen() -> InlinedCodegen:
    """The one maker of libraries."""
    return InlinedCodegen("inlined")


class InlinedCompiler(CompilerBase):
    """numba's own passes, into such a library."""

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        self.state.library = codegen().create_library(self.state.func_id.func_qualname)
        return [DefaultPassBuilder.define_nopython_pipeline(self.state)]


class Inlined(CPUDispatcher):
    """A function compiled once for integers of any width, and not once more for each number written in a call."""

    def __init__(self, function: Callable[..., Any], options: Mapping[str, Any]) -> None:
        inlined = {
            "nopython": True,
            "forceinline": True,
            "no_cpython_wrapper": True,
            "no_cfunc_wrapper": True,
        }
        super().__init__(function, targetoptions={**options, **inlined}, pipeline_class=InlinedCompiler)

    def get_call_template(self, args: tuple[Any, ...], kws: dict[str, Any]) -> Any:
        """What the compiler asks of the function that a call is typed with."""
        return super().get_call_template(tuple(map(widened, args)), {n: widened(t) for n, t in kws.items()})


def widened(kind: Any) -> Any:
    """The type itself; for a number written in the code its type, and for a signed integer the widest one."""
    plain = unliteral(kind)
    return types.int64 if plain in types.signed_domain else plain

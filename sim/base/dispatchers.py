"""numba's objects for compiled functions, made to do no more than is used: what is inlined, and the doors it ends in.

numba optimises a function together with all that it calls, and turns it into machine code, before its caller is looked at. Of
functions that are inlined everywhere nothing of that is used: the law, nine calls deep, was optimised anew at every level.
Here each is only simplified by itself, and what a door inlines is linked once and optimised in the door. Passes that find
nothing to do are left out: each walks through every statement of every function.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from numba.core import types
from numba.core.caching import FunctionCache
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen, ll, llvmir
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.cpu import CPUContext
from numba.core.datamodel import DataModelManager, default_manager
from numba.core.datamodel.models import TupleModel
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import InlineOverloads, IRLegalization, NopythonRewrites
from numba.core.types.common import Buffer
from numba.core.types.containers import BaseTuple, NamedTuple, Tuple
from numba.core.types.misc import unliteral
from numba.core.typing import Signature
from numba.core.untyped_passes import (
    FindLiterallyCalls,
    InlineClosureLikes,
    InlineInlinables,
    LiteralPropagationSubPipelinePass,
    LiteralUnroll,
    MakeFunctionToJitFunction,
    WithLifting,
)

NOT_USED = {  # numba's passes for what compiled code here has not
    WithLifting, InlineClosureLikes, MakeFunctionToJitFunction,  # with blocks, closures and comprehensions
    InlineInlinables, InlineOverloads,  # functions that ask numba itself to inline them
    FindLiterallyCalls, LiteralUnroll, LiteralPropagationSubPipelinePass,  # types that hang on values
    NopythonRewrites,  # sums and products of whole arrays
    IRLegalization,  # where each reference is given back: arrays are the caller's, nothing is counted
}  # fmt: skip


class InlinedLibrary(JITCodeLibrary):
    """The code of one function; what it calls stays in libraries of its own until a door is linked."""

    linked: Any = None  # the function with all that it calls, once a door has asked for it

    def _optimize_functions(self, ll_module: Any) -> None:
        """Make each function small, and no more: the door that inlines it does all else, once."""
        passes = ll.create_new_function_pass_manager()
        if not hasattr(passes, "add_sroa_pass"):  # an older llvmlite
            super()._optimize_functions(ll_module)
            return
        passes.add_instruction_combine_pass()  # where a whole tuple is read, only what is used of it is
        passes.add_sroa_pass()
        passes.add_instruction_combine_pass()
        passes.add_simplify_cfg_pass()
        ll_module.data_layout = self._codegen._data_layout
        builder = self._codegen._pass_builder()
        for function in ll_module.functions:
            passes.run(function, builder)

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
            own_modules, numbas = self.called()
            module = self._final_module.clone()
            for code in (
                *own_modules,
                *numbas,
            ):  # numba's own last: of these only what linked code calls is linked
                module.link_in(code, preserve=True)
            for function in module.functions:
                if not function.is_declaration and function.linkage.name == "external":
                    function.linkage = "linkonce_odr"  # as in numba's own: may come into a door twice
            self.linked = module
        return self.linked

    def called(self) -> tuple[list[Any], list[Any]]:
        """The code of all functions called, directly or by others: of this kind of library, and of numba's own."""
        own_modules, numbas = [], []
        todo, libraries_seen = [self], {self}
        while todo:
            for library in todo.pop()._linking_libraries:
                if library in libraries_seen:
                    continue
                libraries_seen.add(library)
                if isinstance(library, InlinedLibrary):
                    own_modules.append(library._final_module)
                    todo.append(library)
                else:
                    numbas.append(library._get_module_for_linking())
        return own_modules, numbas


class InlinedCodegen(JITCPUCodegen):
    """Makes such libraries; gives nothing to the engine that runs machine code."""

    _library_class = InlinedLibrary

    def _add_module(self, module: Any) -> None:
        """Nothing to run."""

    def set_env(self, env_name: str, env: Any) -> None:
        """No machine code that would look for it."""


class DoorLibrary(JITCodeLibrary):
    """The code of a door with all that it inlines, optimised in one go.

    numba first inlines everything, to find references that cancel out, and optimises what it then has. Nothing is counted here,
    and where each function is optimised before it is inlined, a run takes a tenth less.
    """

    def _optimize_final_module(self) -> None:
        """All passes, once."""
        optimiser = self._codegen._module_pass_manager()
        if not isinstance(optimiser, tuple):  # an older numba
            super()._optimize_final_module()
            return
        passes, builder = optimiser
        passes.run(self._final_module, builder)


@cache
def codegen() -> InlinedCodegen:
    """The one maker of libraries."""
    return InlinedCodegen("inlined")


class ReferenceModel(TupleModel):
    """A named tuple that a call is given by its address.

    numba gives each number of each array as an argument of its own: with World and State that was 170, and two thirds of the
    instructions of the law took them apart and put them together.
    """

    def get_argument_type(self) -> Any:
        """The type of the address."""
        return self.get_value_type().as_pointer()

    def as_argument(self, builder: Any, value: Any) -> Any:
        """Where the tuple has just been read from, if nothing was written there since; else a place of its own."""
        if isinstance(value, llvmir.LoadInstr):
            (address,) = value.operands
            for instruction in reversed(builder.block.instructions):
                if instruction is value:
                    return address
                if (
                    isinstance(instruction, llvmir.instructions.StoreInstr)
                    and instruction.operands[1] is address
                ):
                    break
        with builder.goto_entry_block():
            place = builder.alloca(value.type)
        builder.store(value, place)
        return place

    def from_argument(self, builder: Any, value: Any) -> Any:
        """The tuple at an address."""
        return builder.load(value)


@cache
def models() -> DataModelManager:
    """How values are laid out: numba's ways, and that one."""
    own_models = default_manager.copy()
    own_models.register(NamedTuple, ReferenceModel)
    return own_models


class ForwardContext(CPUContext):
    """The target of compiled code in which no index is negative, so that none counts from an array's end.

    numba asks of every signed index whether it is negative, and adds the array's length if so: a tenth of a run, and most of a
    loop that does little else. Where NUMBA_BOUNDSCHECK is set, a negative index is an IndexError like one beyond the end.
    """

    def get_function(self, fn: Any, sig: Any, _firstcall: bool = True) -> Any:
        """numba's own way to do something; an item of an array is read and written by an unsigned index."""
        operation = fn.typing_key if isinstance(fn, types.Function) else fn
        if operation in (operator.getitem, operator.setitem) and isinstance(sig.args[0], Buffer):
            array, index, *value = sig.args
            forward = unsigned(index)
            if forward != index:
                item = super().get_function(
                    operation, Signature(sig.return_type, (array, forward, *value), sig.recvr), _firstcall
                )
                return lambda builder, args: item(
                    builder, [args[0], self.cast(builder, args[1], index, forward), *args[2:]]
                )
        return super().get_function(fn, sig, _firstcall)


def unsigned(index: Any) -> Any:
    """The type of an index that is not negative: of an integer, or of a tuple with integers in it."""
    if isinstance(index, BaseTuple):
        return Tuple([unsigned(part) for part in index.types])
    return types.uintp if unliteral(index) in types.signed_domain else index


class PlainCompiler(CompilerBase):
    """numba's passes but those in NOT_USED: a quarter of compilation, and the machine code is the same without."""

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        forward = self.state.targetctx.subtarget(data_model_manager=models())
        forward.__class__ = ForwardContext
        self.state.targetctx = forward
        pipeline = DefaultPassBuilder.define_nopython_pipeline(self.state)
        pipeline.passes = [step for step in pipeline.passes if step[0] not in NOT_USED]
        pipeline.finalize()
        return [pipeline]


class DoorCompiler(PlainCompiler):
    """These passes, into the library of a door."""

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        machine = self.state.targetctx.codegen()
        self.state.library = DoorLibrary(machine, self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        return super().define_pipelines()


class InlinedCompiler(PlainCompiler):
    """These passes, into the library of what is inlined."""

    def define_pipelines(self) -> list[Any]:
        """The passes."""
        self.state.library = codegen().create_library(self.state.func_id.func_qualname)
        return super().define_pipelines()


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


class DoorCache(FunctionCache):
    """Machine code on disk, read without what only the compiler needs: .7 s and 50 MB of numba's own functions."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The stored code for a signature, None if there is none."""
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)


class Door(CPUDispatcher):
    """A function with machine code of its own, stored on disk."""

    def __init__(self, function: Callable[..., Any], options: Mapping[str, Any]) -> None:
        super().__init__(function, targetoptions={"nopython": True, **options}, pipeline_class=DoorCompiler)
        self.enable_caching()

    def enable_caching(self) -> None:
        """As numba does, with that cache."""
        self._cache = DoorCache(self.py_func)


def widened(kind: Any) -> Any:
    """The type itself; for a number written in the code its type, and for a signed integer the widest one."""
    plain_type = unliteral(kind)
    return types.int64 if plain_type in types.signed_domain else plain_type

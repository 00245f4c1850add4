"""The store: blocks of runs addressed by their content, written whole or not at all.

A block's address is (version of the code of motion, simulation hash, seed, block number). A file is a JSON
header, the arrays and a digest of both; a file that does not match its digest is computed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from sim.base.compiled import PACKAGE, cache_root, code_version, law_files
from sim.base.errors import OutputError
from sim.ensemble.block import Block

MAGIC = b"sim.block/1\n"
DIGEST = 32
MOTION = (  # besides the law: the code between a scenario and the bits of a run
    "ensemble/block.py",
    "ensemble/draws.py",
    "ensemble/history_prior.py",
    "ensemble/uniforms.py",
    "ensemble/proposal.py",
    "ensemble/world.py",
    "evidence/count_words.py",
    "terrain/terrain.py",
)
MOTION_VERSION = code_version([*law_files(), *(PACKAGE / name for name in MOTION)])
ARRAYS = ("counts", "levels", "events", "event_count", "end")


def store_folder(simulation_hash: str, seed: int, root: Path | None = None) -> Path:
    """Folder of all blocks of one simulation, in the store at ``root`` (None: this process's own)."""
    return (root or cache_root()) / "store" / MOTION_VERSION / simulation_hash / str(seed)


def block_path(folder: Path, number: int) -> Path:
    """File of block ``number``."""
    return folder / f"{number:06d}.block"


def pack(block: Block) -> bytes:
    """The bytes of a block."""
    return b"".join(sealed_block(block))


def sealed_block(block: Block) -> list[bytes | memoryview]:
    """The bytes of a block, in parts that are not copied from its arrays."""
    header = {"first": block.first, "errors": {str(run): text for run, text in sorted(block.errors.items())}}
    return seal_parts(MAGIC, header, {name: getattr(block, name) for name in ARRAYS})


def unpack(data: bytes) -> Block | None:
    """The block in ``data``, or None if the digest does not match."""
    unsealed = unseal(MAGIC, data)
    if unsealed is None:
        return None
    header, arrays = unsealed
    errors = {int(run): text for run, text in header["errors"].items()}
    return Block(first=header["first"], errors=errors, **arrays)


def seal(magic: bytes, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> bytes:
    """A header and arrays of any shape (C order) as bytes: magic, length of the header, header, arrays, digest of all.

    arrays   name -> array [N, ...]
    """
    return b"".join(seal_parts(magic, header, arrays))


def seal_parts(
    magic: bytes, header: Mapping[str, Any], arrays: Mapping[str, np.ndarray]
) -> list[bytes | memoryview]:
    """What ``seal`` makes, in parts; those of arrays are views of them."""
    array_specs = [
        [name, list(array.shape), np.lib.format.dtype_to_descr(array.dtype)] for name, array in arrays.items()
    ]
    text = json.dumps({**header, "arrays": array_specs}, sort_keys=True).encode()
    contents = (np.ascontiguousarray(array).view(np.uint8).data for array in arrays.values())
    parts: list[bytes | memoryview] = [magic, len(text).to_bytes(8, "little"), text, *contents]
    digest = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        digest.update(part)
    return [*parts, digest.digest()]


def unseal(magic: bytes, data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
    """(header, name -> array [N, ...]) of sealed bytes, or None if the digest does not match."""
    body, digest = memoryview(data)[:-DIGEST], data[-DIGEST:]  # no copy of what may be megabytes
    if not data.startswith(magic) or hashlib.blake2b(body, digest_size=DIGEST).digest() != digest:
        return None
    start = len(magic) + 8
    length = int.from_bytes(body[len(magic) : start], "little")
    header = json.loads(bytes(body[start : start + length]))
    offset = start + length
    arrays = {}
    for name, shape, descriptor in header["arrays"]:
        dtype = np.dtype(descr_to_dtype(descriptor))
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(body, dtype=dtype, count=count, offset=offset).reshape(shape)
        offset += count * dtype.itemsize
    return header, arrays


def descr_to_dtype(descriptor: Any) -> np.dtype[Any]:
    """The dtype that JSON made lists of."""
    if isinstance(descriptor, str):
        return np.dtype(descriptor)
    dtype: np.dtype[Any] = np.lib.format.descr_to_dtype([tuple(field) for field in descriptor])
    return dtype


def read_block(folder: Path, number: int, runs: int) -> Block | None:
    """The stored block if it is there, whole, and has at least ``runs`` runs; else None."""
    data = read_bytes(block_path(folder, number))
    block = None if data is None else unpack(data)
    return block if block is not None and block.runs >= runs else None


def read_bytes(path: Path) -> bytes | None:
    """What a file holds, None if there is none; OutputError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"cannot read {path}: {error.strerror}") from error


def write_block(folder: Path, number: int, block: Block) -> None:
    """Store a block; OutputError if the disk refuses."""
    write_whole(block_path(folder, number), sealed_block(block), f"a block of {block.runs} runs")


def write_whole(
    path: Path, data: bytes | Sequence[bytes | memoryview], purpose: str, *, sync: bool = True
) -> None:
    """Write a file under a temporary name, sync it unless stated otherwise, and give it its name. OutputError if the disk refuses."""
    parts = [data] if isinstance(data, bytes) else data
    size = sum(memoryview(part).nbytes for part in parts)
    temporary = path.with_name(f".{path.name}.{unique_name()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines(parts)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # the first error is the one to report
            temporary.unlink(missing_ok=True)
        raise OutputError(
            f"cannot write {path}: {error.strerror}; {purpose} needs {size:,} bytes "
            "(SIM_CACHE_DIR names another folder)"
        ) from error


def unique_name() -> str:
    """A name no other process has, on this machine or another that writes into the same folder."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"

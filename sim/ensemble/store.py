"""The store: blocks of runs addressed by their content, written whole or not at all.

A block's address is (version of the code of motion, simulation hash, seed, block number). A file is a JSON
header, the arrays and a digest of both; a file that does not match its digest is computed again.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
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
    "ensemble/numbers.py",
    "ensemble/proposal.py",
    "ensemble/world.py",
    "evidence/words.py",
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
    """The bytes of a block: magic, header length, header, arrays, digest."""
    arrays = [np.ascontiguousarray(getattr(block, name)) for name in ARRAYS]
    header: dict[str, Any] = {
        "first": block.first,
        "errors": {str(run): text for run, text in sorted(block.errors.items())},
        "arrays": [
            [name, list(array.shape), np.lib.format.dtype_to_descr(array.dtype)]
            for name, array in zip(ARRAYS, arrays, strict=True)
        ],
    }
    text = json.dumps(header, sort_keys=True).encode()
    body = MAGIC + len(text).to_bytes(8, "little") + text + b"".join(array.tobytes() for array in arrays)
    return body + hashlib.blake2b(body, digest_size=DIGEST).digest()


def unpack(data: bytes) -> Block | None:
    """The block in ``data``, or None if the digest does not match."""
    body, digest = data[:-DIGEST], data[-DIGEST:]
    if not body.startswith(MAGIC) or hashlib.blake2b(body, digest_size=DIGEST).digest() != digest:
        return None
    start = len(MAGIC) + 8
    length = int.from_bytes(body[len(MAGIC) : start], "little")
    header = json.loads(body[start : start + length])
    offset = start + length
    arrays = {}
    for name, shape, described in header["arrays"]:
        dtype = np.dtype(descr_to_dtype(described))
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(body, dtype=dtype, count=count, offset=offset).reshape(shape)
        offset += count * dtype.itemsize
    errors = {int(run): text for run, text in header["errors"].items()}
    return Block(first=header["first"], errors=errors, **arrays)


def descr_to_dtype(described: Any) -> np.dtype[Any]:
    """The dtype that JSON made lists of."""
    if isinstance(described, str):
        return np.dtype(described)
    dtype: np.dtype[Any] = np.lib.format.descr_to_dtype([tuple(field) for field in described])
    return dtype


def read_block(folder: Path, number: int, runs: int) -> Block | None:
    """The stored block if it is there, whole, and has at least ``runs`` runs; else None."""
    try:
        data = block_path(folder, number).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"cannot read {block_path(folder, number)}: {error.strerror}") from error
    block = unpack(data)
    return block if block is not None and block.runs >= runs else None


def unique_name() -> str:
    """A name no other process has, on this machine or another that writes into the same folder."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


def write_block(folder: Path, number: int, block: Block) -> None:
    """Write a block under a temporary name, sync it, and give it its name. OutputError if the disk refuses."""
    path = block_path(folder, number)
    temporary = path.with_name(f".{path.name}.{unique_name()}.tmp")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(pack(block))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):  # the first error is the one to tell
            temporary.unlink(missing_ok=True)
        raise OutputError(
            f"cannot write {path}: {error.strerror}; a block of {block.runs} runs needs "
            f"{block.counts.nbytes + block.levels.nbytes + block.events.nbytes:,} bytes "
            "(SIM_CACHE_DIR names another folder)"
        ) from error

"""What ``sim --version`` says: the program, the version of its law, and the commit of a checkout."""

from __future__ import annotations

import re
from pathlib import Path

from sim import __version__
from sim.base.compiled import LAW_VERSION, PACKAGE

HASH = re.compile(r"[0-9a-f]{40,64}")


def version_line() -> str:
    """``sim 0.1.0, law 5932520a3ea8, commit e6109c1``; without the last outside a checkout."""
    commit = commit_of(PACKAGE.parent)
    return f"sim {__version__}, law {LAW_VERSION}" + (f", commit {commit[:10]}" if commit else "")


def commit_of(checkout: Path) -> str:
    """The commit a checkout stands on, read from its files; empty if it is none."""
    try:
        home = checkout / ".git"
        if home.is_file():  # a worktree says where its own part lies
            home = (checkout / home.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
        head = (home / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref:"):
            return head if HASH.fullmatch(head) else ""
        name = head.removeprefix("ref:").strip()
        common_file = home / "commondir"
        common_dir = (
            (home / common_file.read_text(encoding="utf-8").strip()) if common_file.is_file() else home
        )
        if (common_dir / name).is_file():
            return (common_dir / name).read_text(encoding="utf-8").strip()
        lines = (common_dir / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in lines if line.endswith(f" {name}")), "")
    except (OSError, UnicodeDecodeError):
        return ""

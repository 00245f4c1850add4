"""``make site``: the documents as a site in build/site, read without a network. Kept in shape by MkDocs with the Material theme.

``stage`` lays out the pages: documents as they are with their links turned to the site's, a reference made from the code, and a
gallery of the figures of one run of the toy. ``build`` lets MkDocs make the site of them, and any warning fails it.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import re
import shutil
import sys
from pathlib import Path

import sim
from sim.app.entry import cli
from sim.app.entry.help import help_text, verb_help
from sim.plots.reports.registry import FIGURES
from sim.session.verbs import VERBS

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
PAGES, SITE, RUN = BUILD / "pages", BUILD / "site", BUILD / "gallery_run"
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
SHIM = re.compile(
    r'<script src="?https://[a-z.]+/iframe-worker/shim"?></script>'
)  # the theme's one outside script, for old browsers
FENCE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)
OUTSIDE = {  # document of the checkout -> page
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "outputs/README.md": "outputs.md",
    "scenarios/campaigns/README.md": "campaigns.md",
}
NAV = [
    {"Start": ["index.md", "glossary.md", "model_card.md"]},
    {"Tutorials": ["tutorials/from_a_news_item.md", "lesson.md"]},
    {"How to": ["howto.md", "extend.md", "scale.md"]},
    {
        "Reference": [
            "reference/commands.md",
            "reference/python.md",
            "parameters.md",
            "outputs.md",
            "changelog.md",
        ]
    },
    {
        "Explanation": [
            "model.md",
            "design.md",
            "record.md",
            "campaigns.md",
            "sources.md",
            "performance.md",
            "trust.md",
        ]
    },
    {"Gallery": ["gallery.md"]},
]
STYLE = "site.css"
WIDE = """.md-grid { max-width: 75rem; }
.md-typeset pre > code { white-space: pre-wrap; }
"""  # long lines of a help text are read without scrolling
CONFIG = {
    "site_name": "territorial-sim",
    "docs_dir": "pages",
    "site_dir": "site",
    "use_directory_urls": False,
    "theme": {
        "name": "material",
        "font": False,
        "features": ["navigation.tabs", "navigation.top", "content.code.copy", "search.highlight"],
        "palette": [
            {"media": "(prefers-color-scheme: light)", "scheme": "default"},
            {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
        ],
    },
    "extra_css": [STYLE],
    "plugins": ["search", "offline"],
    "markdown_extensions": ["tables", "admonition", {"toc": {"permalink": False}}, "pymdownx.highlight", "pymdownx.superfences"],
    "validation": {"links": {"anchors": "warn"}, "omitted_files": "warn"},
    "nav": NAV,
}  # fmt: skip


def main() -> int:
    """Everything; returns the exit code."""
    stage(PAGES)
    gallery(PAGES)
    build()
    print(SITE / "index.html")
    return 0


def stage(pages: Path) -> None:
    """Lay out all pages but the gallery in an empty folder."""
    shutil.rmtree(pages, ignore_errors=True)
    documents = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "docs").rglob("*.md"))}
    documents |= {name: ROOT / name for name in OUTSIDE}
    write(pages / STYLE, WIDE)
    for name, path in documents.items():
        write(pages / page_of(name), with_site_links(path.read_text(encoding="utf-8"), name))
    shutil.copytree(ROOT / "docs" / "pictures", pages / "pictures")
    write(pages / "reference" / "commands.md", commands())
    write(pages / "reference" / "python.md", python())


def page_of(document: str) -> str:
    """The page of a document of the checkout."""
    return OUTSIDE.get(document, document.removeprefix("docs/"))


def with_site_links(text: str, document: str) -> str:
    """Links to documents lead to their pages, those to other files of the checkout become their text."""
    here = Path(page_of(document)).parent

    def turned(match: re.Match[str]) -> str:
        sign, label, link = match.groups()
        if re.match(r"[a-z]+:", link) or link.startswith("#"):
            return match[0]
        file, _, anchor = link.partition("#")
        target = os.path.normpath(Path(document).parent / file)
        known = target in OUTSIDE or (target.startswith("docs/") and target.endswith((".md", ".png")))
        if not known:
            return label
        address = Path(os.path.relpath(page_of(target), here)).as_posix()
        return f"{sign}[{label}]({address}{'#' + anchor if anchor else ''})"

    parts = FENCE.split(text)
    return "".join(part if place % 2 else LINK.sub(turned, part) for place, part in enumerate(parts))


def commands() -> str:
    """Help of the program and of every verb."""
    parts = ["# Commands\n", f"```text\n{help_text()}```\n"]
    for name, verb in VERBS.items():
        parts.append(
            f"## sim {name}\n\n{verb.summary[:1].upper()}{verb.summary[1:]}.\n\n```text\n{verb_help(name)}```\n"
        )
    return "\n".join(parts)


def python() -> str:
    """Signature and docstring of every public name, and of its public methods."""
    parts = ["# Python\n\nEvery public name of `sim`, with what its code says of it.\n"]
    for name in sorted(sim.HOMES):
        member = getattr(importlib.import_module(sim.HOMES[name]), name)
        parts.append(f"## sim.{name}\n\n{describe_member(member, name)}")
        if inspect.isclass(member):
            own = [(key, value) for key, value in vars(member).items() if not key.startswith("_")]
            shown = [
                (key, value) for key, value in own if inspect.isfunction(value) or isinstance(value, property)
            ]
            parts += [f"### {name}.{key}\n\n{describe_member(value, key)}" for key, value in shown]
    return "\n".join(parts)


def describe_member(member: object, name: str) -> str:
    """Signature in a code block, docstring as text."""
    target = member.fget if isinstance(member, property) else member
    try:
        signature = "" if isinstance(member, property) else str(inspect.signature(target))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        signature = ""
    documented = inspect.getdoc(target) or ""
    return f"```python\n{name}{signature}\n```\n\n```text\n{documented}\n```\n"


def gallery(pages: Path) -> None:
    """The figures of one run of the toy, made again by one command; UsageError if the run fails."""
    if not (RUN / "report.html").is_file():
        shutil.rmtree(RUN, ignore_errors=True)
        code = cli.main(["scenario=toy_corridor", "runs=500", f"out={RUN}"])
        if code not in (0, 3):
            raise SystemExit(f"the run for the gallery ended with exit code {code}")
    parts = [
        "# Gallery\n\nFigures of one run of the toy (`sim scenario=toy_corridor runs=500`), as every job writes them.\n"
    ]
    (pages / "gallery").mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        picture = RUN / "figures" / f"{name}.png"
        if picture.is_file():
            shutil.copyfile(picture, pages / "gallery" / picture.name)
            caption = (inspect.getdoc(draw) or name).splitlines()[0]
            parts.append(f"## {name.capitalize()}\n\n{caption}\n\n![{caption}](gallery/{picture.name})\n")
    write(pages / "gallery.md", "\n".join(parts))


def build() -> None:
    """The site of the pages; SystemExit on any warning, such as a link that leads nowhere."""
    from mkdocs.commands.build import build as make
    from mkdocs.config import load_config

    path = BUILD / "mkdocs.yml"
    write(path, json.dumps(CONFIG, indent=1))  # JSON is YAML
    make(load_config(str(path), strict=True))
    for page in SITE.rglob("*.html"):
        write(page, SHIM.sub("", page.read_text(encoding="utf-8")))


def write(path: Path, text: str) -> None:
    """A page, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

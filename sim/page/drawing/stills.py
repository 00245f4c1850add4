"""Maps that stand still: three days beside each other, for print and where no script runs; and the key of the colours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from markupsafe import Markup

from sim.plots.drawing.text import day_name

Plain = Mapping[str, Any]
EDGES = (5, 20, 40, 60, 80, 95)  # per cent between the seven classes; page.js reads them from the map's data
CLASSES = len(EDGES) + 1
DOTTED = 3  # the lowest classes carry dots, so that a grey print tells them from the highest


def grade(p: int) -> int:
    """Class 0 to 6 of a chance in whole per cent."""
    return sum(p >= edge for edge in EDGES)


def fill(place: int) -> Markup:
    """The attributes that paint one class."""
    return Markup('class="m m{}" fill="url(#p{})"').format(place, place)


def patterns() -> Markup:
    """One pattern a class: its colour, and dots for the lowest three."""
    markup = []
    for place in range(CLASSES):
        speck = Markup('<circle class="s{}" cx="6" cy="6" r="2.4"/>').format(place) if place < DOTTED else ""
        markup.append(
            Markup(
                '<pattern id="p{}" width="14" height="14" patternUnits="userSpaceOnUse">'
                '<rect class="f{}" width="14" height="14"/>{}</pattern>'
            ).format(place, place, speck)
        )
    return Markup(
        '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>{}</defs></svg>'
    ).format(Markup("").join(markup))


def stills(ground: Plain) -> Markup:
    """The three days of the map, each with its date and how many places are very likely held."""
    return Markup("").join(still(ground, frame) for frame in ground["three"])


def map_alone(ground: Plain) -> Markup:
    """The three days with their patterns and key, to stand without a page."""
    return Markup('{}<div class="stills">{}</div>{}').format(patterns(), stills(ground), key())


def still(ground: Plain, frame: int) -> Markup:
    """One day: a path a class, the borders, the capitals and those known to have fallen by then."""
    shapes: dict[int, list[str]] = {}
    for place, p in zip(ground["places"], ground["chance"][frame], strict=True):
        shapes.setdefault(grade(p), []).append(place["d"])
    days = [date.fromisoformat(ground["dates"][k]) for k in (0, frame, -1)]
    date_text = day_name(days[1], year=days[0].year != days[2].year)
    sure_count = ground["sure_places"][frame]
    phrase = f"{sure_count or 'none'} above {ground['sure']}\u00a0%"
    label = f"Map of {date_text}: {sure_count} of {len(ground['places'])} {ground['unit']} held with a chance above {ground['sure']} %"
    body = [Markup('<path {} d="{}"/>').format(fill(k), "".join(ds)) for k, ds in sorted(shapes.items())]
    body.append(Markup('<path class="borders" d="{}"/>').format(ground["borders"]))
    for place_row in ground["places"]:
        if place_row["seat"]:
            body.append(
                Markup('<circle class="seat" cx="{}" cy="{}" r="9"/>').format(place_row["x"], place_row["y"])
            )
        if place_row["fell"] and place_row["fell"] <= ground["dates"][frame]:
            body.append(
                Markup('<rect class="gone later" x="{}" y="{}" width="20" height="20"/>').format(
                    place_row["x"] - 10, place_row["y"] - 10
                )
            )
    return Markup(
        '<figure><figcaption><b>{}</b>: {}</figcaption><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg></figure>'
    ).format(date_text, phrase, ground["width"], ground["height"], label, Markup("").join(body))


def key() -> Markup:
    """The seven classes with their bounds, in one drawing."""
    parts = []
    for place in range(CLASSES):
        parts.append(
            Markup('<rect {} x="{}" y="0" width="40" height="12"/>').format(fill(place), 10 + 40 * place)
        )
    for place, edge in enumerate((0, *EDGES, 100)):
        parts.append(
            Markup('<text class="axis" x="{}" y="26" text-anchor="middle">{}</text>').format(
                10 + 40 * place, edge
            )
        )
    return Markup('<svg class="key" viewBox="0 0 306 28" width="306" height="28" aria-hidden="true">{}</svg>').format(
        Markup("").join(parts)
    )  # fmt: skip

"""Archives (zip) of strangers, copied out before GDAL sees them: it unpacks what there is, whatever an archive says of itself."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

EMPTY = 8  # bytes that a cell takes at least
WIDEST = 1 << 20  # rows and columns of a sheet, as spreadsheets count them


def check_unpacked(archive: zipfile.ZipFile, most: int) -> None:
    """ValueError if an archive says that it unpacks to more than ``most`` bytes, or is packed in a way that takes gigabytes to open."""
    if sum(member.file_size for member in archive.infolist()) > most:
        raise ValueError(f"unpacks to more than {most:,} bytes; expected at most that")
    if any(member.compress_type == zipfile.ZIP_LZMA for member in archive.infolist()):
        raise ValueError("is packed by LZMA; expected a common zip (deflate)")


def copy_member(archive: zipfile.ZipFile, member: str, target: Path) -> None:
    """One file of an archive, no longer than the archive says it is."""
    with archive.open(member) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file)


def copy_workbook(archive: zipfile.ZipFile, target: Path, most: int) -> None:
    """A workbook as an archive that is not compressed; ValueError if its cells come to more than ``most`` bytes.

    A text stands once in a workbook and may be meant for any number of cells, and a row in the last of many columns counts as full.
    """
    sheets = SheetSizes()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as stored:
        for member in archive.infolist():
            data = archive.read(member)
            stored.writestr(member.filename, data)
            if member.filename.lower().endswith(".xml"):
                sheets.read(data)
    if max(sheets.text(), sheets.cells * EMPTY) > most:
        raise ValueError(f"unpacks to more than {most:,} bytes of cells; expected at most that")


class SheetSizes:
    """How much the parts of a workbook come to in its cells: of all sheets together."""

    def __init__(self) -> None:
        self.lengths = list[int]()  # of the texts that cells share
        self.shared = list[int]()  # which of them each cell shows
        self.cells = 0  # of the rectangles that the sheets fill
        self.rows = self.columns = 0  # of the sheet that is read
        self.place, self.kind, self.value = "", "", ""

    def read(self, data: bytes) -> None:
        """One part. ValueError if it is no XML."""
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self.start, self.end
        parser.CharacterDataHandler = self.characters
        self.rows = self.columns = 0
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ValueError(f"holds a part that is not XML: {error}") from None
        self.cells += self.rows * self.columns

    def start(self, name: str, members: dict[str, Any]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        if name == "si":
            self.lengths.append(0)
        elif name == "row":
            self.rows = max(self.rows + 1, min(whole(members.get("r", "")), WIDEST))
            self.place = ""
        elif name == "c":
            self.kind = members.get("t", "")
            self.columns = max(self.columns, column_of(members.get("r", "")))
        self.place = name if name in ("si", "v") else self.place
        self.value = ""

    def characters(self, text: str) -> None:
        """Text of a cell, or of those that cells share."""
        if self.place == "si":
            self.lengths[-1] += len(text)
        elif self.place == "v" and self.kind == "s":
            self.value += text[:20]

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        if name == "v" and self.kind == "s":
            self.shared.append(whole(self.value))
        if name in ("si", "v"):
            self.place = ""

    def text(self) -> int:
        """Characters of shared texts once each stands in its own cell."""
        return sum(self.lengths[place] for place in self.shared if place < len(self.lengths))


def whole(text: str) -> int:
    """A whole number as sheets write it; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 20 else 0


def column_of(place: str) -> int:
    """Number of the column of a cell such as B7, from 1 on; 1 where none is named."""
    number = 0
    for letter in place.rstrip("0123456789").upper()[:4]:
        number = number * 26 + max(ord(letter) - 64, 0)
    return min(max(number, 1), WIDEST)


__all__ = ["check_unpacked", "copy_member", "copy_workbook"]

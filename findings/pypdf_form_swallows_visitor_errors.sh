#!/usr/bin/env bash
# pypdf 7.1.0: an exception raised by a visitor of extract_text ends the call if the operation stands on the page itself, but is
# only logged if it stands in a form the page draws. The call then returns the text before the form as if nothing had happened,
# so a visitor cannot end the reading of a page, and what it counts or collects stops short without a sign in the result.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -qq --disable-pip-version-check --only-binary :all: pypdf==7.1.0
cd "$scratch"
"$scratch/venv/bin/python" - <<'PYTHON'
import logging

import pypdf
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

logging.disable(logging.CRITICAL)


def stream(text: str, **entries):
    made = DecodedStreamObject()
    made.set_data(text.encode())
    made.update({NameObject(f"/{key}"): value for key, value in entries.items()})
    return made


def page_of(in_form: bool):
    """A page that says 'Seven districts fell.', then 'Nine were retaken.', the latter in a form or not."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = writer._add_object(
        DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"), NameObject("/BaseFont"): NameObject("/Helvetica")})
    )
    resources = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    first, second = "BT /F1 12 Tf 20 200 Td (Seven districts fell.) Tj ET", "BT /F1 12 Tf 20 150 Td (Nine were retaken.) Tj ET"
    box = ArrayObject([FloatObject(n) for n in (0, 0, 300, 300)])
    form = stream(second, Type=NameObject("/XObject"), Subtype=NameObject("/Form"), BBox=box, Resources=resources)
    page[NameObject("/Resources")] = DictionaryObject({**resources, NameObject("/XObject"): DictionaryObject({NameObject("/X1"): writer._add_object(form)})})
    page[NameObject("/Contents")] = writer._add_object(stream(f"{first} {'/X1 Do' if in_form else second}"))
    writer.write("page.pdf")
    return pypdf.PdfReader("page.pdf").pages[0]


def refuse_nine(operator, operands, _cm, _tm):
    if operator == b"Tj" and "Nine" in str(operands):
        raise ValueError("enough")


outcomes = {}
for in_form in (False, True):
    plain = page_of(in_form).extract_text()
    assert "Seven" in plain and "Nine" in plain, plain
    try:
        outcomes[in_form] = repr(page_of(in_form).extract_text(visitor_operand_before=refuse_nine))
    except ValueError as error:
        outcomes[in_form] = f"ValueError: {error}"
    print(f"pypdf {pypdf.__version__}, visitor raises {'in a form' if in_form else 'on the page'}: {outcomes[in_form]}")
assert outcomes[False] == "ValueError: enough"
assert "Seven" in outcomes[True] and "Nine" not in outcomes[True], "errors of a visitor now leave a form"
PYTHON

"""Tables of dated holders are read as spreadsheets save them, and their faults are named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.scenario.campaign import CONTROL, read_campaign, read_holdings
from sim.scenario.files.paths import locate

NAME = "kunduz_2015"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / NAME
    shutil.copytree(Path("scenarios/campaigns") / NAME, folder)
    return folder / CONTROL


def test_semicolons_and_a_byte_order_mark_change_nothing(saved: Path) -> None:
    campaign = read_campaign(NAME)
    before = read_holdings(locate(str(saved.parent)), CONTROL, campaign.scenario)
    text = saved.read_text(encoding="utf-8").replace(",", ";")
    saved.write_text("\ufeff" + text + ";" * 6 + "\n", encoding="utf-8")
    assert read_holdings(locate(str(saved.parent)), CONTROL, campaign.scenario) == before


def test_another_encoding_is_named(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes() + "Málaga\n".encode("latin-1"))
    with pytest.raises(ScenarioError, match="is not UTF-8"):
        read_holdings(locate(str(saved.parent)), CONTROL, read_campaign(NAME).scenario)

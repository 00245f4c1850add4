"""The steps of the day as functions that Python may call one by one; the same code as inside ``day``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.base.compiled import door
from sim.base.dice import run_key
from sim.law.accounts import end_war, pay_losses, settle_accounts, update_beliefs
from sim.law.capture import carry_out_falls
from sim.law.contest import contest_districts
from sim.law.day import begin_day, write_series
from sim.law.front import look_around
from sim.law.initiative import assess_reports
from sim.law.posture import decide_phase, decide_posture
from sim.law.presence import rise
from sim.law.pressure import decide_operations
from sim.law.reports import insert_reports
from sim.law.retake import decide_winning_back, give_up, win_back
from sim.law.rout import break_sides, pursue
from sim.law.start import start_run
from sim.law.support import look_outside
from sim.law.tempo import vary_tempo

DOORS: dict[str, Callable[..., Any]] = {
    step.__name__: door(step)
    for step in (
        run_key,
        start_run,
        begin_day,
        look_outside,
        vary_tempo,
        break_sides,
        rise,
        decide_posture,
        decide_phase,
        decide_operations,
        decide_winning_back,
        contest_districts,
        win_back,
        give_up,
        pay_losses,
        carry_out_falls,
        pursue,
        insert_reports,
        settle_accounts,
        update_beliefs,
        assess_reports,
        end_war,
        look_around,
        write_series,
    )
}

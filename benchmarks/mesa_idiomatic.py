"""The model once more, as one would write it in Mesa: an independent check of the law, and the yardstick of its speed.

Written from the description of the model, not from its compiled code: agents with attributes, a ``Network`` of
cells, ``self.random``, look-ups of neighbours, a ``DataCollector``. It takes the same drawn parameters by name and
the same start counts, and throws its own dice, so its runs agree with the program's in distribution only.

Three settings, equal to the last die, differ in their care for speed:
plain    agent sets, and a district asks the network for its neighbours each time it looks
cached   the same, but a district keeps its neighbours and their shares of the border in a list
lean     cached, plain lists for agent sets, and one look around a day, which the order of the day allows
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np
from mesa.discrete_space import FixedAgent, Network

from sim.law.parameters import LAW_DTYPE
from sim.scenario.scenario import Scenario

RURAL, PROVINCIAL, NATIONAL = 0, 1, 2
FRESH_DAYS = 30
START_ROUNDS = 4
SETTINGS = ("plain", "cached", "lean")
LONG_AGO = -1_000_000

ADVERSE, SURPLUS = -0.25, 0.8  # of the law before either side could attack, which this twin is of


class Faction(mesa.Agent):
    """One side of the war: decides each day on posture, capitals, operations and counter-attacks."""

    def __init__(self, model: TwinModel, row: Any) -> None:
        super().__init__(model)
        self.name, self.strength, self.supported = row.id, row.strength, row.supported
        self.challenger = row.role == "challenger"
        self.enemies: set[Faction] = set()
        self.posture = "advance" if self.challenger else "consolidate"
        self.posture_day = LONG_AGO
        self.capitals_open = False
        p = model.p
        self.full_reserve = self.strength * (
            p.accounts_reserve_challenger if self.challenger else p.accounts_reserve_incumbent
        )
        self.reserve = self.full_reserve
        self.cohesion = 1.0
        self.nominal = 0.0  # sum of nominal garrisons
        self.support = 0.0
        self.momentum = self.shock = 0.0
        self.net = self.net_capitals = 0
        self.losses = 0.0
        self.held = self.capitals = self.contested = self.threatened = 0
        self.population = 0.0
        self.assaults = self.assaults_even = self.won_even = 0
        self.first_share = 0.0
        self.tempo_per_pull = self.grip = self.capacity = self.regain = 0.0
        self.outside = SimpleNamespace()

    # ---- decisions, on yesterday's state

    def decide_posture(self) -> None:
        """Advance, consolidate, retreat or talk."""
        model, p = self.model, self.model.p
        self.assaults = self.assaults_even = self.won_even = 0
        if model.talks == "suspended":
            self.take("talks")
            return
        if self.posture != "talks" and model.day - self.posture_day < p.posture_dwell:
            return
        stock = self.reserve / max(1e-9, self.full_reserve)
        low = stock < p.posture_low
        if low and self.momentum < p.posture_despair:
            self.take("retreat")
        elif self.challenger:
            ready = stock > p.posture_low + p.posture_step and self.momentum >= ADVERSE
            self.take("advance" if not low and (self.posture == "advance" or ready) else "consolidate")
        else:
            ready = stock > SURPLUS and self.momentum > -ADVERSE
            self.take("advance" if ready else "consolidate")

    def take(self, posture: str) -> None:
        """Change posture and remember the day."""
        if posture != self.posture:
            self.posture, self.posture_day = posture, self.model.day

    def decide_phase(self) -> None:
        """Go for capitals once foreign troops have left and enough of the enemy's are mostly surrounded."""
        if not self.challenger or self.outside.open_phase == 1:
            self.capitals_open = True
        elif self.outside.open_phase == -1:
            self.capitals_open = False
        elif not self.capitals_open:
            hostile = [c for c in self.model.capital_districts if c.holder in self.enemies]
            ringed = [c for c in hostile if c.near(self) > 0.5]
            p, closing = self.model.p, self.model.scenario.support_from
            waited = self.model.day - self.model.scenario.calendar.day(closing)
            departed = p.phase_departure <= 0 or waited >= p.phase_departure
            self.capitals_open = departed and len(ringed) >= p.phase_share * len(hostile)

    def decide_operations(self) -> None:
        """How many operations to run, spread over the front by pull; how firm a grip on those who yield."""
        p = self.model.p
        slow = (
            p.posture_slow if self.challenger else 0.0
        )  # a consolidating incumbent only holds and wins back
        effort = {"advance": 1.0, "consolidate": slow}.get(self.posture, 0.0)
        self.grip = {"advance": 1.0, "consolidate": p.posture_grip}.get(self.posture, 0.0)
        if self.outside.tempo == 0.0:
            self.grip = 0.0
        most = p.pressure_tempo_challenger if self.challenger else p.pressure_tempo_incumbent
        tempo = min(most * self.strength, self.reserve / p.assault_party) * effort * self.outside.tempo
        self.front = self.model.pick(self.is_exposed)
        weight = (
            sum(d.pull() / d.holder.cohesion for d in self.front if self.may_enter(d)) if tempo > 0.0 else 0.0
        )
        self.tempo_per_pull = tempo / weight if weight > 0.0 else 0.0

    def is_exposed(self, district: District) -> bool:
        """An enemy district beside which, or in which, this faction is."""
        return district.holder in self.enemies and (self in district.present or district.near(self) > 0.0)

    def may_enter(self, district: District) -> bool:
        """Capitals stay closed for a while."""
        return district.seat == RURAL or self.capitals_open

    def decide_counter_attacks(self) -> None:
        """What an incumbent can do about its losses."""
        self.capacity = self.regain = 0.0
        if self.challenger or self.posture in ("retreat", "talks"):
            return
        model, p = self.model, self.model.p
        lost = [d for d in model.lost if d.holder in self.enemies]
        fresh = sum(d.loser is self and model.day - d.since <= FRESH_DAYS for d in lost)
        bordering = sum(
            d.origin is self and d.holder.posture == "consolidate" and d.near(self) > 0.0 for d in lost
        )
        if fresh:
            self.capacity = min(1.0, p.pressure_tempo_incumbent * self.strength * self.outside.tempo / fresh)
        if bordering:
            stock = min(1.0, self.reserve / max(1e-9, self.full_reserve))
            self.regain = p.retake_counter * self.strength * stock / bordering

    # ---- orders carried out

    def contest(self) -> None:
        """Every exposed district meets this faction."""
        for district in self.front:
            district.face(self)

    def give_up(self) -> None:
        """In retreat: leave the most isolated rural districts to the enemy that surrounds them most."""
        if self.posture != "retreat":
            return
        for district in self.model.districts:
            mine = district.holder is self and district.seat == RURAL
            if mine and district.isolation > self.model.p.retake_given_up:
                self.model.mark(district, district.closest_enemy(), "abandonment", 1.0)

    def capture(self, district: District, manner: str) -> None:
        """Take a district that was marked to fall, if it can be paid for."""
        p, loser = self.model.p, district.holder
        if self.reserve < p.accounts_overhead:
            return
        force = loser.cohesion * district.garrison
        saved = {"assault": p.accounts_escape, "abandonment": p.accounts_saved}.get(manner, 0.0) * force
        loot = p.accounts_loot * (force - saved) * (1.0 if manner == "capitulation" else 0.5)
        loser.nominal = max(0.0, loser.nominal - district.garrison)
        loser.reserve += saved
        self.reserve += loot - p.accounts_overhead
        if manner == "assault" and self in district.even:
            self.won_even += 1
        district.change_hands(self)
        posted = min(self.wanted_garrison(district), self.reserve)
        self.reserve -= posted
        district.garrison = posted / self.cohesion
        self.nominal += district.garrison
        self.model.note(district, loser, self, manner)

    def wanted_garrison(self, district: District) -> float:
        """Garrison by side and kind of seat."""
        side = "challenger" if self.challenger else "incumbent"
        kind = "rural" if district.seat == RURAL else "urban"
        return float(getattr(self.model.p, f"garrison_{side}_{kind}"))

    # ---- the end of the day

    def pay_losses(self) -> None:
        """Losses come out of the reserve; what it cannot give thins all garrisons."""
        paid = min(self.losses, self.reserve)
        self.reserve -= paid
        rest = self.losses - paid
        if rest > 0.0 and self.nominal > 0.0:
            self.cohesion = max(min(0.1, self.cohesion), self.cohesion - rest / self.nominal)
        self.losses = 0.0

    def settle_accounts(self) -> None:
        """The reserve drifts to its target; recruits fill thinned garrisons first; income from outside."""
        p, target = self.model.p, self.full_reserve
        if self.first_share > 0.0:
            share = self.held / len(self.model.districts)
            target *= max(0.0, 1.0 + p.accounts_recruits * (share / self.first_share - 1.0))
        change = (target - self.reserve) / p.accounts_recovery
        if change > 0.0 and self.cohesion < 1.0 and self.nominal > 0.0:
            refilled = min(change, (1.0 - self.cohesion) * self.nominal)
            self.cohesion = min(1.0, self.cohesion + refilled / self.nominal)
            change -= refilled
        self.reserve = max(0.0, self.reserve + change + self.outside.income)

    def update_beliefs(self) -> None:
        """Momentum follows net gains, shock adds up net capitals; both decay."""
        p = self.model.p
        keep = 0.5 ** (1.0 / p.momentum_half_life)
        gain = self.net / (p.momentum_unit * len(self.model.districts))
        self.momentum = clamp(keep * self.momentum + (1.0 - keep) * gain, p.momentum_limit)
        self.shock = clamp(keep * self.shock + self.net_capitals, p.shock_limit)
        self.net = self.net_capitals = 0

    @property
    def garrisons(self) -> float:
        """Worth of all garrisons."""
        return self.cohesion * self.nominal


class District(FixedAgent):
    """One district: holder, garrison, who is present, and how firm it is."""

    def __init__(
        self, model: TwinModel, cell: Any, node: dict[str, Any], past: float, holder: Faction
    ) -> None:
        super().__init__(model)
        self.cell = cell
        self.seat, self.population, self.province = node["seat"], node["population"], node["province"]
        self.past = past
        self.holder = self.origin = holder
        self.loser: Faction | None = None
        self.since = LONG_AGO
        self.present: set[Faction] = set()
        self.even: set[Faction] = set()  # factions whose running assault began at even odds
        self.last_operation: dict[Faction, int] = {}
        self.garrison = self.firmness = self.unevenness = 0.0
        self.seen: dict[Faction, float] | None = None  # shares of the border, where they are remembered
        edges = model.network.G.adj[cell.coordinate]
        self.border_length = sum(edge["weight"] for edge in edges.values())
        self.kept_borders: list[tuple[District, float]] = []
        self.capital: District | None = None  # of the own province
        self.rural_neighbours: list[District] = []  # rural districts of the own province, for a capital

    def borders(self) -> list[tuple[District, float]]:
        """Neighbours and their share of this district's border."""
        if self.kept_borders:
            return self.kept_borders
        edges = self.model.network.G.adj[self.cell.coordinate]
        return [
            (other, edges[other.cell.coordinate]["weight"] / self.border_length)
            for other in self.cell.neighborhood.agents
        ]

    def near(self, faction: Faction) -> float:
        """Share of the border that ``faction`` holds."""
        if self.seen is not None:
            return self.seen[faction]
        return sum(share for other, share in self.borders() if other.holder is faction)

    @property
    def isolation(self) -> float:
        """Share of the border that enemies hold."""
        if self.seen is not None:
            return self.seen_isolation
        enemies = self.holder.enemies
        return min(1.0, sum(share for other, share in self.borders() if other.holder in enemies))

    def look_around(self) -> None:
        """See who holds the neighbourhood, for the day."""
        seen = dict.fromkeys(self.model.factions, 0.0)
        for other, share in self.borders():
            seen[other.holder] += share
        self.seen = seen
        self.seen_isolation = min(1.0, sum(seen[enemy] for enemy in self.holder.enemies))

    def resistance(self) -> float:
        """Worth of the garrison at full cohesion without air support."""
        walls = 1.0 if self.seat == RURAL else self.model.p.assault_urban_defence
        return max(0.1, self.garrison) * walls * (1.0 - 0.5 * self.isolation)

    def pull(self) -> float:
        """Weight in the choice of operations."""
        p = self.model.p
        liking = p.pressure_isolation * self.isolation - math.log(self.resistance())
        if self.seat != RURAL:
            liking += p.pressure_city
        return math.exp(min(50.0, p.pressure_focus * liking))

    def face(self, attacker: Faction) -> None:
        """One day in front of ``attacker``: yield, be assaulted, or see its presence come and go."""
        random, operation = self.random.random, 0.0
        if attacker.may_enter(self):
            chance = self.chance_to_yield(attacker)
            if random() < chance:
                self.model.mark(self, attacker, "capitulation", chance)
                return
            operation = attacker.tempo_per_pull * self.pull() / self.holder.cohesion
        die = random()
        if die < operation:
            self.defend(attacker)
        else:
            self.stir(attacker, 1.0 - die)

    def chance_to_yield(self, attacker: Faction) -> float:
        """Chance a day to capitulate to ``attacker``."""
        p = self.model.p
        ceiling = p.capitulation_rural if self.seat == RURAL else p.capitulation_urban
        z = p.momentum_gain * attacker.momentum + p.shock_gain * attacker.shock
        z += p.capitulation_isolation * self.isolation + p.capitulation_province * self.province_fallen()
        z += p.capitulation_support * self.missing_support() - self.firmness
        if attacker not in self.present:
            z -= p.capitulation_uncontested
        return ceiling * attacker.grip / (1.0 + math.exp(-max(-700.0, min(700.0, z))))

    def province_fallen(self) -> float:
        """For a capital the enemy's share of its rural province; for a rural district, whether its capital fell."""
        enemies = self.holder.enemies
        if self.seat == RURAL:
            return 1.0 if self.capital is not None and self.capital.holder in enemies else 0.0
        fallen = sum(other.holder in enemies for other in self.rural_neighbours)
        return fallen / max(1, len(self.rural_neighbours))

    def missing_support(self) -> float:
        """How far external support is below full; 0 for a holder that never had any."""
        if not self.holder.supported:
            return 0.0
        missing = 1.0 - self.holder.support
        if self.seat != RURAL:
            return missing
        return missing * (1.0 + self.unevenness) + self.model.wave

    def defend(self, attacker: Faction) -> None:
        """A day of operations: both sides bleed, the district may fall."""
        p, model = self.model.p, self.model
        defence = self.holder.cohesion * self.resistance() * (1.0 + p.assault_air * self.holder.support)
        odds = p.assault_party / max(1e-6, defence)
        if self.quiet(attacker):
            self.begin_assault(attacker, odds)
        self.last_operation[attacker] = model.day
        self.present.add(attacker)
        attacker.losses += p.assault_losses
        self.holder.losses += p.assault_losses
        chance = p.assault_rate * odds**4 / (1.0 + odds**4)
        if self.random.random() < chance:
            model.mark(self, attacker, "assault", chance)

    def begin_assault(self, attacker: Faction, odds: float) -> None:
        """Count a new assault; an assault is a run of operations without a long gap."""
        attacker.assaults += 1
        self.even.discard(attacker)
        if odds >= 1.0:
            self.even.add(attacker)
            attacker.assaults_even += 1
        if self.seat != RURAL:
            self.model.note(self, self.holder, attacker, "attacked")

    def stir(self, attacker: Faction, die: float) -> None:
        """Presence spreads from neighbours and fades while the holder consolidates."""
        p = self.model.p
        if attacker not in self.present:
            if die < p.presence_spread * self.near(attacker):
                self.present.add(attacker)
        elif die < p.presence_fade and self.holder.posture == "consolidate" and self.quiet(attacker):
            self.present.discard(attacker)

    def quiet(self, attacker: Faction) -> bool:
        """Whether the last operation of ``attacker`` here is forgotten."""
        return self.model.day - self.last_operation.get(attacker, LONG_AGO) > self.model.p.presence_memory

    def closest_enemy(self) -> Faction:
        """The enemy with the largest share of the border; the first of equals."""
        enemies = [faction for faction in self.model.factions if faction in self.holder.enemies]
        return max(enemies, key=lambda faction: self.near(faction))

    def win_back(self) -> None:
        """The former holder tries to come back."""
        model = self.model
        age, taker, chance = model.day - self.since, self.loser, 0.0
        if 0 < age <= FRESH_DAYS and taker in self.holder.enemies:
            p = model.p
            fading = math.exp(-(age - 1) / p.retake_fade) - math.exp(-age / p.retake_fade)
            chance = taker.capacity * p.retake_chance * fading
        origin = self.origin
        weak = origin in self.holder.enemies and self.holder.posture == "consolidate"
        if weak and origin.regain > 0.0 and self.near(origin) > 0.0:
            taker = origin
            chance = 1.0 - (1.0 - chance) * (1.0 - min(1.0, origin.regain))
        if self.random.random() < chance:
            self.even.discard(taker)
            model.mark(self, taker, "assault", chance)

    def change_hands(self, taker: Faction) -> None:
        """New holder; the loser stays present for a while."""
        loser = self.holder
        for faction, sign in ((loser, -1), (taker, 1)):
            faction.held += sign
            faction.net += sign
            faction.net_capitals += sign * (self.seat != RURAL)
        self.present.discard(taker)
        self.present.add(loser)
        self.last_operation.pop(taker, None)
        self.loser, self.holder, self.since = loser, taker, self.model.day


class TwinModel(mesa.Model):
    """The whole war, one day a step.

    scenario          network, factions, dated events
    law               one parameter record (LAW_DTYPE)
    held, contested   districts each faction holds, and enemy districts in which it is present, on day 0
    """

    def __init__(
        self, scenario: Scenario, law: Any, held: Any, contested: Any, *, seed: int, setting: str = "plain"
    ) -> None:
        super().__init__(seed=seed)
        self.p = SimpleNamespace(**{name: float(law[name]) for name in LAW_DTYPE.names or ()})
        if setting not in SETTINGS:
            raise ValueError(f"setting = {setting!r}; expected one of {SETTINGS}")
        self.scenario, self.setting = scenario, setting
        self.day = 0
        self.talks, self.end_cause = "", ""  # talks: "", "meeting" or "suspended" operations
        self.wave, self.wave_begun = 0.0, False  # of withdrawal from rural districts
        self.events: list[tuple[int, Any, str, str, str]] = []
        self.falls: dict[District, list[Any]] = {}
        self.make_factions()
        self.make_districts()
        self.draw_start(held, contested)
        reporters = {
            name: name
            for name in (
                "held", "contested", "capitals", "population", "reserve", "garrisons", "momentum", "posture",
                "assaults", "assaults_even", "won_even", "threatened",
            )
        }  # fmt: skip
        self.datacollector = mesa.DataCollector(agenttype_reporters={Faction: reporters})
        self.count_holdings()
        for faction in self.factions:
            faction.first_share = faction.held / len(self.districts)
        self.datacollector.collect(self)

    # ---- the start

    def make_factions(self) -> None:
        """One agent a side, and who fights whom."""
        self.factions = [Faction(self, row) for row in self.scenario.factions]
        by_id = {faction.name: faction for faction in self.factions}
        for a, b in self.scenario.wars:
            by_id[a].enemies.add(by_id[b])
            by_id[b].enemies.add(by_id[a])
        self.default_holder = by_id[self.scenario.default_holder]
        self.factions_by_id = by_id

    def make_districts(self) -> None:
        """One fixed agent a cell of the network."""
        terrain = self.scenario.terrain
        self.network = Network(terrain.graph, random=self.random)
        past = dict(zip(terrain.ids, terrain.past.tolist(), strict=True))
        for cell in self.network.all_cells:
            node = self.network.G.nodes[cell.coordinate]
            District(self, cell, node, past[cell.coordinate], self.default_holder)
        everywhere = self.agents_by_type[District]
        self.districts = list(everywhere) if self.setting == "lean" else everywhere
        self.capital_districts = self.pick(lambda district: district.seat != RURAL)
        seats = {capital.province: capital for capital in self.capital_districts}
        for district in self.districts:
            district.capital = seats.get(district.province)
            if district.seat == RURAL and district.capital is not None:
                district.capital.rural_neighbours.append(district)
            if self.setting != "plain":
                district.kept_borders = district.borders()

    def pick(self, test: Callable[[District], bool]) -> Iterable[District]:
        """The districts that pass a test."""
        if self.setting == "lean":
            return [district for district in self.districts if test(district)]
        return self.districts.select(test)  # type: ignore[union-attr]

    def draw_start(self, held: Any, contested: Any) -> None:
        """Map, garrisons and firmness of day 0."""
        p = self.p
        for faction, wanted in zip(self.factions, held, strict=True):
            if faction is not self.default_holder:
                self.choose(faction, int(wanted), holding=True)
        for faction, wanted in zip(self.factions, contested, strict=True):
            self.choose(faction, int(p.presence_known * float(wanted)), holding=False)
        less = min(0.9, p.uneven_contrast * p.uneven_share / (1.0 - p.uneven_share))
        for district in self.districts:
            district.origin = district.holder
            district.garrison = district.holder.wanted_garrison(district)
            district.holder.nominal += district.garrison
            district.firmness = p.capitulation_quiet_logit + p.capitulation_spread * self.noise()
            district.firmness += p.capitulation_capital * (district.seat != RURAL)
            district.firmness += p.capitulation_national * (district.seat == NATIONAL)
            if p.uneven_contrast > 0.0:
                district.unevenness = p.uneven_contrast if self.random.random() < p.uneven_share else -less
            if district.holder is not self.default_holder:
                self.note(district, self.default_holder, district.holder, "start")
        self.look_around()

    def look_around(self) -> None:
        """Once a day in the lean setting; in the others every district looks when it has to."""
        if self.setting == "lean":
            for district in self.districts:
                district.look_around()

    def noise(self) -> float:
        """Logistic noise, mean 0 and variance 1."""
        u = self.random.random() or 0.5
        return math.sqrt(3.0) / math.pi * math.log(u / (1.0 - u))

    def choose(self, faction: Faction, wanted: int, *, holding: bool) -> None:
        """Fill a reported count with rural districts in rounds: known past, chosen neighbours, noise."""
        p = self.p
        noise = {district: p.start_noise * self.noise() for district in self.districts}
        chosen: set[District] = {d for d in self.districts if d.holder is faction}
        taken = 0
        for turn in range(1, START_ROUNDS + 1):
            free = [d for d in self.districts if d.seat == RURAL and d not in chosen]
            if holding:
                free = [d for d in free if d.holder is self.default_holder]
            else:
                free = [d for d in free if d.holder in faction.enemies]
            score = {
                d: p.start_past * d.past
                + p.start_cluster * sum(share for other, share in d.borders() if other in chosen)
                + noise[d]
                for d in free
            }
            best = sorted(free, key=lambda d: score[d], reverse=True)[: wanted * turn // START_ROUNDS - taken]
            taken += len(best)
            chosen.update(best)
            for district in best:
                if holding:
                    district.holder = faction
                else:
                    district.present.add(faction)

    # ---- a day

    def step(self) -> None:
        """One day: all decide on yesterday's state, then all orders are carried out."""
        self.day += 1
        self.look_outside()
        for faction in self.factions:
            faction.decide_posture()
            faction.decide_phase()
        self.lost = self.pick(lambda district: district.holder is not district.origin)
        for faction in self.factions:
            faction.decide_operations()
            faction.decide_counter_attacks()
        for faction in self.factions:
            faction.contest()
        for district in self.lost:
            district.win_back()
        for faction in self.factions:
            faction.give_up()
            faction.pay_losses()
        self.carry_out_falls()
        for faction in self.factions:
            faction.settle_accounts()
            faction.update_beliefs()
        self.look_around()
        self.count_holdings()
        self.look_for_the_end()
        self.datacollector.collect(self)

    def look_outside(self) -> None:
        """External support and dated events of the day."""
        p = self.p
        passed = (self.day - self.scenario.calendar.day(self.scenario.support_from)) / p.external_decline  # type: ignore[arg-type]
        level = p.external_level + (p.external_after - p.external_level) * min(1.0, max(0.0, passed))
        self.read_events()
        for faction in self.factions:
            factor = faction.outside.support
            faction.support = min(1.0, max(0.0, level * factor)) if faction.supported else 0.0
            if faction.outside.relocate:
                self.relocate(faction)
        if self.day >= p.uneven_wave_day:
            keep = 0.5 ** (1.0 / p.uneven_wave_half_life)
            self.wave = self.wave * keep if self.wave_begun else p.uneven_wave
            self.wave_begun = True

    def read_events(self) -> None:
        """What dated events mean for each faction today."""
        for faction in self.factions:
            faction.outside = SimpleNamespace(support=1.0, tempo=1.0, income=0.0, relocate=0.0, open_phase=0)
        self.talks = ""
        for event in self.scenario.events:
            begin = self.scenario.calendar.day(event.start)
            end = math.inf if event.end is None else self.scenario.calendar.day(event.end)
            today = begin <= self.day <= end
            for faction in [self.factions_by_id[event.faction]] if event.faction else self.factions:
                outside = faction.outside
                if event.kind == "entry":
                    outside.tempo *= self.day >= begin
                elif event.kind == "relocation":
                    outside.relocate = event.value if self.day == begin else outside.relocate
                elif today and event.kind == "support":
                    outside.support *= event.value
                elif today and event.kind == "lull":
                    outside.tempo *= event.value
                elif today and event.kind == "income":
                    outside.income += event.value
                elif today and event.kind == "phase":
                    outside.open_phase = 1 if event.value > 0 else -1
            if today and event.kind == "talks":
                self.talks = "suspended" if event.value >= 0.5 else "meeting"

    def relocate(self, faction: Faction) -> None:
        """Move part of the rural garrisons to the capitals."""
        cities = [c for c in self.capital_districts if c.holder is faction]
        if not cities:
            return
        moved = 0.0
        for district in self.districts:
            if district.holder is faction and district.seat == RURAL:
                moved += faction.outside.relocate * district.garrison
                district.garrison *= 1.0 - faction.outside.relocate
        for city in cities:
            city.garrison += moved / len(cities)

    def mark(self, district: District, taker: Faction, manner: str, chance: float) -> None:
        """Mark a district to fall tonight; two takers share it in proportion to their chances."""
        if district not in self.falls:
            self.falls[district] = [taker, manner, chance]
            return
        fall = self.falls[district]
        fall[2] += chance
        if fall[0] is not taker and self.random.random() * fall[2] < chance:
            fall[:2] = taker, manner

    def carry_out_falls(self) -> None:
        """Captures, in random order so that nobody is served first by the order of a file."""
        marked = list(self.falls.items())
        self.random.shuffle(marked)
        for district, (taker, manner, _) in marked:
            taker.capture(district, manner)
        self.falls = {}

    def count_holdings(self) -> None:
        """Counts for the record."""
        for faction in self.factions:
            faction.held = faction.capitals = faction.contested = faction.threatened = 0
            faction.population = 0.0
        for district in self.districts:
            holder = district.holder
            holder.held += 1
            holder.population += district.population
            for faction in district.present:
                faction.contested += faction in holder.enemies
        for city in self.capital_districts:
            city.holder.capitals += 1
            for enemy in city.holder.enemies:
                enemy.threatened += city.near(enemy) > 0.5 or enemy in city.present

    def look_for_the_end(self) -> None:
        """The war ends with the national capital, with nearly all districts in one hand, or with a truce."""
        for faction in self.factions:
            at_start = round(faction.first_share * len(self.districts))
            if faction.held > max(self.p.ending_conquest * len(self.districts), at_start):
                self.end_cause = "conquest"
        for city in self.capital_districts:
            if city.seat == NATIONAL and city.holder is not city.origin:
                self.end_cause = "capital_lost"
        if not self.end_cause and self.talks and self.random.random() < self.p.ending_truce:
            self.end_cause = "truce"
        self.running = not self.end_cause
        if self.end_cause:
            self.events.append((self.day, None, "", "", "truce" if self.end_cause == "truce" else "end"))

    def note(self, district: District, giver: Faction, taker: Faction, manner: str) -> None:
        """Keep an event."""
        self.events.append((self.day, district.cell.coordinate, giver.name, taker.name, manner))


def clamp(value: float, limit: float) -> float:
    """``value`` between ``-limit`` and ``limit``."""
    return max(-limit, min(limit, value))


@dataclass(frozen=True)
class TwinRun:
    """What one run of the twin left: held and capitals int [T+1, F], captures by manner, day of the end (-1)."""

    held: np.ndarray
    capitals: np.ndarray
    manners: Counter[str]
    end_day: int
    series: Any  # the collector's table


def live(model: TwinModel, days: int) -> TwinModel:
    """``days`` days of a model, fewer if its war ends."""
    while model.running and model.day < days:
        model.step()
    return model


def summarise(model: TwinModel, days: int) -> TwinRun:
    """The run as arrays; after its end it is frozen."""
    table = model.datacollector.get_agenttype_vars_dataframe(Faction)
    columns = [
        table[name].to_numpy().reshape(model.day + 1, len(model.factions)) for name in ("held", "capitals")
    ]
    padded = [
        np.concatenate([column, np.repeat(column[-1:], days - model.day, axis=0)]) for column in columns
    ]
    manners = Counter(manner for *_, manner in model.events)
    return TwinRun(padded[0], padded[1], manners, model.day if not model.running else -1, table)

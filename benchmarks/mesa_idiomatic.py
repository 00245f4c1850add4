"""The model once more, as one would write it in Mesa: an independent check of the law, and the yardstick of its speed.

Written from the description of the model (docs/model.md), not from its compiled code: agents with attributes, a
``Network`` of cells, ``self.random``, look-ups of neighbours, a ``DataCollector``. It takes the same drawn parameters
by name and the same start counts, and throws its own dice, so its runs agree with the program's in distribution only.
Every mechanism of the law is here; of complete control tables only the rows, not that they say again what has not
changed.

Three settings, equal to the last die, differ in their care for speed:
plain    agent sets, and a district asks the network for its neighbours each time it looks
cached   the same, but a district keeps its neighbours and their shares of the border in a list
lean     cached, plain lists for agent sets, and a look around whenever districts have fallen, which the order of the
         day allows
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
MEMORY_OF_MOVES, LEAST_PAST = 60, 3  # days over which reports say who moved, and days they have to reach back


class Faction(mesa.Agent):
    """One side of the war: decides each day on initiative, posture, capitals, operations and winning back."""

    def __init__(self, model: TwinModel, row: Any) -> None:
        super().__init__(model)
        self.name, self.strength, self.supported = row.id, row.strength, row.supported
        self.challenger = row.role == "challenger"
        self.enemies: set[Faction] = set()
        self.posture = "consolidate"
        self.offensive = self.offensive_yesterday = False
        self.initiative_day = 0
        self.launched = LONG_AGO  # day on which it went over to the offensive
        self.rout_until = LONG_AGO
        self.capitals_open = False
        self.full_reserve = self.reserve = self.of_my_role("accounts_reserve_{}") * self.strength
        self.cohesion = 1.0
        self.nominal = 0.0  # sum of nominal garrisons
        self.support = 0.0
        self.rhythm = self.random.gauss(0.0, 1.0)  # log tempo, in standard deviations
        self.tempo = 1.0
        self.fortune, self.fortune_until = (
            0.0,
            LONG_AGO,
        )  # log of what help from outside makes of its strength
        self.momentum = self.shock = 0.0
        self.net = self.net_capitals = 0
        self.losses = 0.0
        self.held = self.capitals = self.contested = self.threatened = 0
        self.population = 0.0
        self.assaults = self.assaults_even = self.won_even = 0
        self.first_share = 0.0
        self.tempo_per_pull = self.grip = self.capacity = self.regain = 0.0
        self.front: list[District] = []
        self.outside = SimpleNamespace()

    def of_my_role(self, name: str) -> float:
        """A parameter that each role has for itself."""
        return float(getattr(self.model.p, name.format("challenger" if self.challenger else "incumbent")))

    @property
    def might(self) -> float:
        """Factor that help from outside makes of its strength."""
        return math.exp(self.fortune)

    @property
    def in_rout(self) -> bool:
        """Whether the side is broken today."""
        return self.rout_until >= self.model.day

    @property
    def stock(self) -> float:
        """Reserve as a share of the full one."""
        return self.reserve / max(1e-9, self.full_reserve)

    @property
    def most_operations(self) -> float:
        """Operations at once, before the tempo of the day."""
        return self.of_my_role("pressure_tempo_{}") * self.strength

    # ---- the weather of the day

    def vary_tempo(self) -> None:
        """An autoregressive log tempo of mean-one effect; somebody outside may change its strength for a time."""
        p, random = self.model.p, self.random
        keep = math.exp(-1.0 / p.tempo_memory)
        self.rhythm = keep * self.rhythm + math.sqrt(1.0 - keep * keep) * random.gauss(0.0, 1.0)
        self.tempo = math.exp(p.tempo_spread * self.rhythm - 0.5 * p.tempo_spread**2)
        if self.model.day > self.fortune_until:
            self.fortune = 0.0
        if random.random() < p.intervention_rate:
            self.fortune = p.intervention_size * random.gauss(0.0, 1.0)
            self.fortune_until = self.model.day + int(random.expovariate(1.0 / p.intervention_length))

    def may_break(self) -> None:
        """Break under losses, or on the day after an enemy went over to the offensive."""
        model, p = self.model, self.model.p
        if self.in_rout:
            return
        loss = max(0.0, -self.momentum)
        stress = loss * loss / (loss + 0.3) + max(0.0, -self.shock)
        hazard = self.of_my_role("rout_rate_{}") * stress
        if any(enemy.launched == model.day - 1 for enemy in self.enemies):
            hazard += p.rout_surprise
        hazard *= 1.0 - p.rout_backing * self.support
        if self.random.random() < 1.0 - math.exp(-hazard):
            self.rout_until = model.day + int(self.random.expovariate(1.0 / p.rout_length))
            self.turn(False)

    def rise(self) -> None:
        """Appear in enemy districts anywhere, where the people are for it."""
        model, p = self.model, self.model.p
        if self.outside.absent:
            return
        expected = p.presence_rise * len(model.districts)
        if any(enemy.in_rout for enemy in self.enemies):
            expected *= p.presence_uprising
        tries = math.ceil(expected)
        for _ in range(tries):
            if self.random.random() * tries < expected:
                district = self.random.choice(model.every_district)
                if district.holder in self.enemies and self.random.random() < district.welcome(self):
                    district.present.add(self)

    # ---- decisions, on yesterday's state

    def decide_posture(self) -> None:
        """Advance, consolidate, retreat or talk."""
        p = self.model.p
        if self.outside.talks == "suspended":
            self.posture = "talks"
            return
        self.decide_initiative()
        poor_and_losing = self.stock < p.posture_low and self.momentum < p.posture_despair
        if self.in_rout or (poor_and_losing and not self.offensive):
            self.posture = "retreat"
        else:
            self.posture = "advance" if self.offensive else "consolidate"

    def decide_initiative(self) -> None:
        """Begin an offensive, go on with it or end it."""
        p, day = self.model.p, self.model.day
        if self.outside.absent:
            return
        if self.outside.orders:
            self.go_over(self.outside.orders > 0)
        elif self.offensive and self.stock < p.posture_low:
            self.turn(False)
        elif day - self.initiative_day >= p.posture_dwell:
            swing = math.exp(p.initiative_success * self.momentum)
            if self.offensive:
                rate = 1.0 / (p.initiative_spell * swing)
            elif self.stock > p.posture_low + p.posture_step:
                attacked = any(e.offensive_yesterday and not e.outside.absent for e in self.enemies)
                rate = swing * self.might * (1.0 if attacked else p.initiative_opening)
                rate /= self.of_my_role("initiative_pause_{}")
            else:
                return
            if self.random.random() < 1.0 - math.exp(-rate):
                self.go_over(not self.offensive)

    def go_over(self, offensive: bool) -> None:
        """Go over to the offensive, for all to see, or end it."""
        if offensive and not self.offensive:
            self.launched = self.model.day
        self.turn(offensive)

    def turn(self, offensive: bool) -> None:
        """Be on the offensive or not, and remember the day of a change."""
        if offensive != self.offensive:
            self.offensive, self.initiative_day = offensive, self.model.day

    def decide_phase(self) -> None:
        """Go for capitals once foreign troops have left and enough of the enemy's are mostly surrounded."""
        model = self.model
        if not self.challenger or self.outside.open_phase == 1:
            self.capitals_open = True
        elif self.outside.open_phase == -1:
            self.capitals_open = False
        elif not self.capitals_open:
            hostile = [c for c in model.capital_districts if c.holder in self.enemies]
            ringed = [c for c in hostile if c.near(self) > 0.5]
            p = model.p
            departed = p.phase_departure <= 0 or model.days_of_decline >= p.phase_departure
            self.capitals_open = departed and len(ringed) >= p.phase_share * len(hostile)

    def decide_operations(self) -> None:
        """How many operations to run, spread over the front by pull; how firm a grip on those who yield."""
        p = self.model.p
        effort = {"advance": 1.0, "consolidate": p.posture_slow}.get(self.posture, 0.0)
        self.grip = {"advance": 1.0, "consolidate": p.posture_grip}.get(self.posture, 0.0) * self.tempo
        if self.outside.absent:
            self.grip = 0.0
        self.front = list(self.model.pick(self.is_exposed))
        most = min(self.most_operations, p.pressure_density * len(self.front)) * self.tempo * self.might
        orders = min(most, self.reserve / p.assault_party) * effort * self.outside.tempo
        weight = (
            sum(d.pull() / d.holder.cohesion for d in self.front if self.may_enter(d))
            if orders > 0.0
            else 0.0
        )
        self.tempo_per_pull = orders / weight if weight > 0.0 else 0.0

    def is_exposed(self, district: District) -> bool:
        """An enemy district to which there is a way, or in which this faction is."""
        return district.holder in self.enemies and (self in district.present or district.way(self) > 0.0)

    def may_enter(self, district: District) -> bool:
        """Capitals stay closed for a while."""
        return district.seat == RURAL or self.capitals_open

    def decide_winning_back(self) -> None:
        """What can be done about losses: fresh ones, and own ground while the enemy rests."""
        self.capacity = self.regain = 0.0
        if self.posture in ("retreat", "talks") or self.outside.absent:
            return
        model, p = self.model, self.model.p
        lost = [d for d in model.lost if d.holder in self.enemies]
        fresh = sum(d.loser is self and model.day - d.since <= FRESH_DAYS for d in lost)
        bordering = sum(
            d.origin is self and d.holder.posture == "consolidate" and d.way(self) > 0.0 for d in lost
        )
        if fresh:
            chance = p.retake_chance_challenger if self.challenger else p.retake_chance
            operations = self.most_operations * self.tempo * self.outside.tempo
            self.capacity = chance * min(1.0, operations / fresh)
        if bordering and self.posture == "advance":
            self.regain = p.retake_counter * self.strength * min(1.0, self.stock) / bordering

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
                taker = self.random_most(self.enemies_in_order, district.near)
                if taker is not None and taker.is_exposed(district):
                    self.model.mark(district, taker, "abandonment", 1.0)

    @property
    def enemies_in_order(self) -> list[Faction]:
        """Enemies in file order, so that dice are the same in every process."""
        return [faction for faction in self.model.factions if faction in self.enemies]

    def random_most(self, sides: list[Faction], worth: Callable[[Faction], float]) -> Faction | None:
        """The side of most worth, one of them by lot if several are."""
        if not sides:
            return None
        most = max(worth(side) for side in sides)
        return self.random.choice([side for side in sides if worth(side) == most])

    def flee(self) -> None:
        """In rout: places far from any enemy are left, national capitals are not."""
        model = self.model
        if not self.in_rout:
            return
        for district in model.districts:
            if district.holder is not self or district.since == model.day or district.isolation > 0.0:
                continue
            if self.random.random() < model.p.rout_flight and district.seat != NATIONAL:
                others = [side for side in model.factions if side is not self and district.near(side) > 0.0]
                enemies = [enemy for enemy in self.enemies_in_order if enemy.held > 0]
                heir = self.random_most(others, district.near) or self.random_most(enemies, lambda e: e.held)
                if heir is not None:
                    model.mark(district, heir, "abandonment", 1.0)

    def overrun(self) -> None:
        """Go on to places of broken sides beside one that was taken today."""
        day = self.model.day
        for district in self.model.pick(self.is_exposed):
            if district.since == day or not district.holder.in_rout or not self.may_enter(district):
                continue
            opened = any(
                o.since == day and o.holder is self and way > 0.0 for o, _, way in district.borders()
            )
            if opened:
                chance = district.chance_to_yield(self)
                if self.random.random() < chance:
                    self.model.mark(district, self, "capitulation", chance)

    def capture(self, district: District, manner: str) -> None:
        """Take a district: accounts, garrison, event."""
        p, loser = self.model.p, district.holder
        force = loser.cohesion * district.garrison
        saving = {
            "assault": p.accounts_escape,
            "reported": p.accounts_escape,
            "abandonment": p.accounts_saved,
        }
        saved = saving.get(manner, 0.0) * force
        loot = p.accounts_loot * (force - saved) * (1.0 if manner == "capitulation" else 0.5)
        loser.nominal = max(0.0, loser.nominal - district.garrison)
        loser.reserve += saved
        self.reserve += loot - min(p.accounts_overhead, self.reserve)
        if manner == "assault" and self in district.even:
            self.won_even += 1
        district.change_hands(self)
        if manner == "reported" and district.seat == RURAL:
            district.loser = self  # told late: no fresh loss to win back
        posted = min(self.wanted_garrison(district), self.reserve)
        self.reserve -= posted
        district.garrison = posted / self.cohesion
        self.nominal += district.garrison
        self.model.note(district, loser, self, manner)

    def wanted_garrison(self, district: District) -> float:
        """Garrison by side and kind of seat."""
        return self.of_my_role("garrison_{}_" + ("rural" if district.seat == RURAL else "urban"))

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

    def assess(self, captures: list[Faction]) -> None:
        """Set the initiative by who took the places that reports of the last weeks name."""
        p = self.model.p
        own, other = captures.count(self), sum(taker in self.enemies for taker in captures)
        chance = p.initiative_still
        if own + other:
            chance = p.initiative_beaten + own / (own + other) * (p.initiative_moved - p.initiative_beaten)
        self.turn(self.random.random() < chance)

    def has_won(self) -> bool:
        """Nothing is left of the enemies, who held something on day 0."""
        p, size = self.model.p, len(self.model.districts)
        left = sum(enemy.held for enemy in self.enemies)
        before = sum(enemy.first_share for enemy in self.enemies)
        if before == 0.0 or self.held == 0 or left >= before * size:
            return False
        if p.ending_conquest < 1.0:
            return left <= (1.0 - p.ending_conquest) * (left + self.held)
        beaten = all(e.contested == 0 and e.reserve <= p.posture_low * e.full_reserve for e in self.enemies)
        return left == 0 and beaten

    @property
    def has_no_capital_left(self) -> bool:
        """Whether it had national capitals on day 0, and enemies hold them all."""
        seats = [c for c in self.model.capital_districts if c.seat == NATIONAL and c.origin is self]
        return bool(seats) and all(seat.holder in self.enemies for seat in seats)

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
        self.row = node["row"]
        self.seat, self.population, self.province = node["seat"], node["population"], node["province"]
        self.past = past
        self.holder = self.origin = holder
        self.known = False  # whether a control table tells its holder on day 0
        self.loser: Faction | None = None
        self.since = LONG_AGO
        self.present: set[Faction] = set()
        self.even: set[Faction] = set()  # factions whose running assault began at even odds
        self.last_operation: dict[Faction, int] = {}
        self.garrison = self.firmness = self.unevenness = 0.0
        self.seen: SimpleNamespace | None = None  # what it sees around, where that is remembered
        edges = model.network.G.adj[cell.coordinate]
        self.border_length = sum(edge["weight"] for edge in edges.values())
        self.kept_borders: list[tuple[District, float, float]] = []
        self.capital: District | None = None  # of the own province
        self.rural_neighbours: list[District] = []  # rural districts of the own province, for a capital

    def borders(self) -> list[tuple[District, float, float]]:
        """Neighbours, their share of this district's border, and how open the way is."""
        if self.kept_borders:
            return self.kept_borders
        edges, here = self.model.network.G.adj[self.cell.coordinate], self.cell.coordinate
        return [
            (
                other,
                edges[other.cell.coordinate]["weight"] / self.border_length,
                self.model.open_way.get(frozenset((here, other.cell.coordinate)), 1.0),
            )
            for other in self.cell.neighborhood.agents
        ]

    def near(self, faction: Faction) -> float:
        """Share of the border that ``faction`` holds."""
        if self.seen is not None:
            return float(self.seen.near[faction])
        return sum(share for other, share, _ in self.borders() if other.holder is faction)

    def way(self, faction: Faction) -> float:
        """How open the best way is from districts of ``faction``, 0 for none."""
        if self.seen is not None:
            return float(self.seen.way[faction])
        return max((way for other, _, way in self.borders() if other.holder is faction), default=0.0)

    def reach(self, faction: Faction) -> float:
        """How well ``faction`` gets at it; whoever is in it needs no way."""
        return 1.0 if faction in self.present else self.way(faction)

    @property
    def isolation(self) -> float:
        """Share of the border that enemies hold."""
        if self.seen is not None:
            return float(self.seen.isolation)
        return min(1.0, sum(self.near(enemy) for enemy in self.holder.enemies_in_order))

    def look_around(self) -> None:
        """See who holds the neighbourhood, until it changes."""
        near = dict.fromkeys(self.model.factions, 0.0)
        way = dict.fromkeys(self.model.factions, 0.0)
        for other, share, open_way in self.borders():
            near[other.holder] += share
            way[other.holder] = max(way[other.holder], open_way)
        isolation = min(1.0, sum(near[enemy] for enemy in self.holder.enemies_in_order))
        self.seen = SimpleNamespace(near=near, way=way, isolation=isolation)

    def side_of_people(self, faction: Faction) -> float:
        """How far the people are for ``faction``: -1 to 1, 0 where nothing is known of it."""
        shares = self.model.scenario.allegiance.get(faction.name)
        return 0.0 if shares is None else 2.0 * shares[self.row] - 1.0

    def liking(self, taker: Faction) -> float:
        """How much more the people are for ``taker`` than for the holder."""
        return 0.5 * (self.side_of_people(taker) - self.side_of_people(self.holder))

    def welcome(self, faction: Faction) -> float:
        """Chance that its people rise for ``faction``."""
        return 0.5 * (1.0 + self.side_of_people(faction)) if self.model.scenario.allegiance else 1.0

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
            operation = attacker.tempo_per_pull * self.pull() / self.holder.cohesion * self.reach(attacker)
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
        z += p.rout_depth * self.holder.in_rout + p.allegiance_weight * self.liking(attacker)
        z -= p.intervention_firmness * self.holder.fortune
        if attacker not in self.present:
            z -= p.capitulation_uncontested
        rate = ceiling * attacker.grip * self.reach(attacker)
        return rate / (1.0 + math.exp(-max(-700.0, min(700.0, z))))

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
        """A day of operations: both sides bleed, the weaker more, and the district may fall."""
        p, model, holder = self.model.p, self.model, self.holder
        defence = holder.cohesion * self.resistance() * (1.0 + p.assault_air * holder.support) * holder.might
        odds = min(1e6, p.assault_party * attacker.might / max(1e-6, defence))
        if self.quiet(attacker):
            self.begin_assault(attacker, odds)
        self.last_operation[attacker] = model.day
        self.present.add(attacker)
        attacker.losses += p.assault_losses * 2.0 / (1.0 + odds)
        holder.losses += p.assault_losses * 2.0 * odds / (1.0 + odds)
        edge = odds**4 * math.exp(p.allegiance_weight * self.liking(attacker))
        chance = p.assault_rate * edge / (1.0 + edge)
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
            if die < p.presence_spread * self.near(attacker) * self.way(attacker):
                self.present.add(attacker)
        elif die < p.presence_fade and self.holder.posture == "consolidate" and self.quiet(attacker):
            self.present.discard(attacker)

    def quiet(self, attacker: Faction) -> bool:
        """Whether the last operation of ``attacker`` here is forgotten."""
        return self.model.day - self.last_operation.get(attacker, LONG_AGO) > self.model.p.presence_memory

    def win_back(self) -> None:
        """The former holder, or that of day 0, tries to come back."""
        model = self.model
        age, taker, chance = model.day - self.since, self.loser, 0.0
        if 0 < age <= FRESH_DAYS and taker in self.holder.enemies:
            fade = model.p.retake_fade
            chance = taker.capacity * (math.exp(-(age - 1) / fade) - math.exp(-age / fade))
        origin = self.origin
        weak = origin in self.holder.enemies and self.holder.posture == "consolidate"
        if weak and origin.regain > 0.0 and self.way(origin) > 0.0:
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

    def reinforce(self, strength: float) -> None:
        """A power's garrison comes, or leaves."""
        change = max(-self.garrison, strength / self.holder.cohesion)
        self.garrison += change
        self.holder.nominal = max(0.0, self.holder.nominal + change)


class TwinModel(mesa.Model):
    """The whole war, one day a step.

    scenario          network, factions, dated events, what is reported of places
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
        self.end_cause = ""
        self.wave, self.wave_begun = 0.0, False  # of withdrawal from rural districts
        self.events: list[tuple[int, Any, str, str, str]] = []
        self.falls: dict[District, list[Any]] = {}
        self.make_factions()
        self.make_districts()
        self.read_events()
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
        self.open_way: dict[frozenset[str], float] = {}
        if terrain.edge_barrier is not None:
            for a, b, barrier in zip(terrain.edge_a, terrain.edge_b, terrain.edge_barrier, strict=True):
                self.open_way[frozenset((terrain.ids[a], terrain.ids[b]))] = 1.0 - float(barrier)
        self.network = Network(terrain.graph, random=self.random)
        past = dict(zip(terrain.ids, terrain.past.tolist(), strict=True))
        for cell in self.network.all_cells:
            node = self.network.G.nodes[cell.coordinate]
            District(self, cell, node, past[cell.coordinate], self.default_holder)
        everywhere = self.agents_by_type[District]
        self.every_district: list[District] = list(everywhere)
        self.by_row = {district.row: district for district in self.every_district}
        self.by_id = {district.cell.coordinate: district for district in self.every_district}
        self.districts = self.every_district if self.setting == "lean" else everywhere
        self.capital_districts = list(self.pick(lambda district: district.seat != RURAL))
        seats: dict[str, District] = {}
        for capital in sorted(self.capital_districts, key=lambda district: district.row):
            seats.setdefault(capital.province, capital)
        for district in self.districts:
            district.capital = seats.get(district.province)
            if self.setting != "plain":
                district.kept_borders = district.borders()
        for capital in self.capital_districts:
            capital.rural_neighbours = [
                other
                for other in self.every_district
                if other.province == capital.province and other.seat == RURAL
            ]

    def pick(self, test: Callable[[District], bool]) -> Iterable[District]:
        """The districts that pass a test."""
        if self.setting == "lean":
            return [district for district in self.districts if test(district)]
        return self.districts.select(test)  # type: ignore[union-attr]

    def draw_start(self, held: Any, contested: Any) -> None:
        """Map, garrisons, firmness and initiative of day 0."""
        p = self.p
        self.place_known_holders()
        for faction, wanted in zip(self.factions, held, strict=True):
            if faction is not self.default_holder:
                placed = sum(d.holder is faction and d.seat == RURAL for d in self.every_district)
                self.choose(faction, int(wanted) - placed, holding=True)
        for faction, wanted in zip(self.factions, contested, strict=True):
            there = sum(faction in d.present for d in self.every_district)
            self.choose(faction, int(p.presence_known * float(wanted)) - there, holding=False)
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
        for faction in self.factions:
            faction.offensive = self.random.random() < faction.of_my_role("initiative_start_{}")
        self.assess_reports()
        for faction in self.factions:
            if faction.outside.orders:
                faction.offensive = faction.outside.orders > 0
            faction.posture = "advance" if faction.offensive else "consolidate"
        self.look_around()

    def place_known_holders(self) -> None:
        """What a control table says of day 0; a row in error gives the place to the holder next door."""
        known = {row.district: row for row in self.scenario.control if row.day <= 0}
        for row in known.values():
            district, holder = self.by_row[row.district], self.factions[row.holder]
            if self.random.random() < row.error and district.borders():
                neighbour = self.random.choice(district.borders())[0]
                if neighbour.row in known:
                    holder = self.factions[known[neighbour.row].holder]
            district.holder, district.known = holder, True
            if row.present >= 0 and self.factions[row.present] in holder.enemies:
                district.present.add(self.factions[row.present])

    def look_around(self) -> None:
        """Once districts have fallen in the lean setting; in the others every district looks when it has to."""
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
        chosen: set[District] = {
            d for d in self.districts if d.holder is faction or (not holding and faction in d.present)
        }
        taken = 0
        for turn in range(1, START_ROUNDS + 1):
            free = [d for d in self.districts if d.seat == RURAL and not d.known and d not in chosen]
            if holding:
                free = [d for d in free if d.holder is self.default_holder]
            else:
                free = [d for d in free if d.holder in faction.enemies]
            score = {
                d: p.start_past * d.past
                + p.start_cluster * sum(share for other, share, _ in d.borders() if other in chosen)
                + noise[d]
                for d in free
            }
            take = max(0, wanted * turn // START_ROUNDS - taken)
            best = sorted(free, key=lambda d: score[d], reverse=True)[:take]
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
        for faction in self.factions:
            faction.assaults = faction.assaults_even = faction.won_even = 0
            faction.offensive_yesterday = faction.offensive
        self.look_outside()
        for order in ("vary_tempo", "may_break", "rise"):
            for faction in self.factions:
                getattr(faction, order)()
        for faction in self.factions:
            faction.decide_posture()
            faction.decide_phase()
        self.lost = list(self.pick(lambda district: district.holder is not district.origin))
        for faction in self.factions:
            faction.decide_operations()
            faction.decide_winning_back()
        for faction in self.factions:
            faction.contest()
        for district in self.lost:
            district.win_back()
        for faction in self.factions:
            faction.give_up()
            faction.pay_losses()
        self.carry_out_falls()
        self.pursue()
        self.carry_out_reports()
        for faction in self.factions:
            faction.settle_accounts()
            faction.update_beliefs()
        self.assess_reports()
        self.count_holdings()
        self.look_for_the_end()
        self.datacollector.collect(self)

    @property
    def days_of_decline(self) -> float:
        """Days since external support began to decline; below 0 before, and always without such a day."""
        begin = self.scenario.support_from
        return -math.inf if begin is None else self.day - self.scenario.calendar.day(begin)

    def look_outside(self) -> None:
        """External support and dated events of the day."""
        p = self.p
        passed = min(1.0, max(0.0, self.days_of_decline / p.external_decline))
        level = p.external_level + (p.external_after - p.external_level) * passed
        self.read_events()
        for faction in self.factions:
            share = level if faction.supported else 1.0
            faction.support = min(1.0, max(0.0, share * faction.outside.support))
            if faction.outside.relocate:
                self.relocate(faction)
        if self.day >= p.uneven_wave_day:
            keep = 0.5 ** (1.0 / p.uneven_wave_half_life)
            self.wave = self.wave * keep if self.wave_begun else p.uneven_wave
            self.wave_begun = True

    def read_events(self) -> None:
        """What dated events mean for each faction today."""
        for faction in self.factions:
            faction.outside = SimpleNamespace(
                support=float(faction.supported),
                tempo=1.0,
                income=0.0,
                relocate=0.0,
                open_phase=0,
                orders=0,
                talks="",
                absent=False,
            )
        for event in self.scenario.events:
            begin = self.scenario.calendar.day(event.start)
            end = math.inf if event.end is None else self.scenario.calendar.day(event.end)
            today = begin <= self.day <= end
            named = None if event.kind == "talks" else event.faction
            for faction in [self.factions_by_id[named]] if named else self.factions:
                outside = faction.outside
                if event.kind == "entry" and self.day < begin:
                    outside.tempo, outside.absent = 0.0, True
                elif event.kind == "relocation":
                    outside.relocate = event.value if self.day == begin else outside.relocate
                elif today and event.kind == "support":
                    if outside.support > 0.0:
                        outside.support *= event.value
                    elif event.faction:
                        outside.support = event.value
                elif today and event.kind == "offensive":
                    outside.orders = 1 if event.value > 0 else -1
                elif today and event.kind == "ceasefire":
                    outside.talks = "suspended"
                elif today and event.kind == "talks":
                    outside.talks = "suspended" if event.value >= 0.5 else "meeting"
                elif today and event.kind == "lull":
                    outside.tempo *= event.value
                elif today and event.kind == "income":
                    outside.income += event.value
                elif today and event.kind == "phase":
                    outside.open_phase = 1 if event.value > 0 else -1

    def relocate(self, faction: Faction) -> None:
        """Move part of the rural garrisons to the capitals."""
        cities = [c for c in self.capital_districts if c.holder is faction]
        if not cities:
            return
        transferred = 0.0
        for district in self.districts:
            if district.holder is faction and district.seat == RURAL:
                transferred += faction.outside.relocate * district.garrison
                district.garrison *= 1.0 - faction.outside.relocate
        for city in cities:
            city.garrison += transferred / len(cities)

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
        """Captures that can be paid for, in random order so that nobody is served first by the order of a file."""
        marked = list(self.falls.items())
        self.random.shuffle(marked)
        for district, (taker, manner, _) in marked:
            if taker.reserve >= self.p.accounts_overhead:
                taker.capture(district, manner)
        self.falls = {}
        if marked:
            self.look_around()

    def pursue(self) -> None:
        """Further passes against sides in rout."""
        if not any(faction.in_rout for faction in self.factions):
            return
        for faction in self.factions:
            faction.flee()
        self.carry_out_falls()
        for _ in range(1, int(self.p.rout_passes)):
            for faction in self.factions:
                faction.overrun()
            if not self.falls:
                return
            self.carry_out_falls()

    def carry_out_reports(self) -> None:
        """What is told of single places for the end of the day."""
        for row in self.scenario.control:
            if row.day == self.day and self.random.random() >= row.error:
                self.take_over(self.by_row[row.district], self.factions[row.holder], "reported")
                if row.present >= 0:
                    self.appear(self.by_row[row.district], self.factions[row.present])
        for fight in self.scenario.fights:
            if max(1, fight.day) == self.day and self.random.random() >= fight.error:
                for side in fight.sides:
                    self.appear(self.by_row[fight.district], self.factions[side])
        for event in self.scenario.events:
            begin = max(1, self.scenario.calendar.day(event.start))
            until = None if event.end is None else max(1, self.scenario.calendar.day(event.end) + 1)
            for district in [self.by_id[place] for place in event.places]:
                if self.day == begin and event.kind in ("agreement", "defection"):
                    self.take_over(district, self.factions_by_id[event.to], "capitulation")
                elif self.day == begin and event.kind == "entry":
                    self.appear(district, self.factions_by_id[event.faction])
                elif self.day == begin and event.kind == "garrison":
                    district.reinforce(event.value)
                elif self.day == until and event.kind == "garrison" and district.since < begin:
                    district.reinforce(-event.value)

    def take_over(self, district: District, taker: Faction, manner: str) -> None:
        """A place changes hands whatever the means."""
        if district.holder is not taker:
            taker.capture(district, manner)
            self.look_around()

    def appear(self, district: District, faction: Faction) -> None:
        """A side is present in a place of an enemy."""
        if faction in district.holder.enemies:
            district.present.add(faction)

    def assess_reports(self) -> None:
        """On the days of a control table: who moved, as far as its rows reach back."""
        rows = sorted(self.scenario.control, key=lambda row: row.day)
        if self.day not in {max(0, row.day) for row in rows} or self.day - rows[0].day < LEAST_PAST:
            return
        holder: dict[int, int] = {}
        captures = []
        for row in rows:
            if row.day <= self.day:
                if holder.setdefault(row.district, row.holder) != row.holder:
                    captures.append((row.day, self.factions[row.holder]))
                holder[row.district] = row.holder
        recent = [taker for day, taker in captures if day > self.day - MEMORY_OF_MOVES]
        for faction in self.factions:
            faction.assess(recent)

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
        """The war ends with a side's last national capital, when nothing is left of a side's enemies, or with a truce."""
        fighting = [faction for faction in self.factions if faction.enemies]
        if any(faction.has_no_capital_left for faction in self.factions):
            self.end_cause = "capital_lost"
        elif any(faction.has_won() for faction in self.factions):
            self.end_cause = "conquest"
        elif fighting and all(faction.outside.talks for faction in fighting):
            self.end_cause = "truce" if self.random.random() < self.p.ending_truce else ""
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

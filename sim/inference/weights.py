"""Importance weights: how much each run counts, given what was reported. Axis: R runs.

A run's weight is the product over groups of reports of (1 - eps) prod L_k + eps prod 1/(B_k + 1), and zero if its
war was over by ``as_of``. ``evidence="none"`` leaves every run its prior weight, ended ones included: that the war
goes on is something one learns, so it belongs to the posterior.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.base.errors import UsageError, nearest
from sim.base.html_display import html_table
from sim.ensemble.engine import Ensemble
from sim.evidence.count_words import DEFAULT, Words
from sim.evidence.likelihood import group_log_likelihood
from sim.evidence.signals import Signal
from sim.evidence.source_and_count import Count, Source
from sim.inference.innovations import innovation_terms
from sim.inference.pareto_k import pareto_k
from sim.inference.predict import bias_draws, bias_of
from sim.inference.report_terms import ReportContext, Term, make_terms
from sim.inference.signal_terms import signal_terms
from sim.record.record import Record
from sim.scenario.scenario import ControlRow

EVIDENCE = ("all", "seed", "none")


@dataclass(frozen=True)
class Weights:
    """Importance weights of R runs given the reports, and what they were computed from.

    values       float64 [R], sum to 1; all zero if no run is possible (then ``ess`` is 0)
    log_values   float64 [R], log weights before normalisation; -inf for zero
    pareto_k     Pareto k of the weights (above 0.7 they are unreliable); None if it cannot be computed
    by_report    count id -> log likelihood [R] of that report alone, the chance of an unreliable source included
    by_source    group of reports -> joint log likelihood [R]
    alive        bool [R]: the war is on at ``as_of``
    possible     bool [R]: the run may have a positive weight: ``alive``, or all runs if that is not required
    evidence     all | seed | none
    used         ids of the counts used in the likelihood
    bias         source id -> bias drawn for each run [R], of every source
    terms        terms of the likelihood, in the order of the reports
    log_prior    float64 [R], log weight before conditioning; 0 for draws from the prior
    dependence   factor on the effective sample size for runs of a filter, which share ancestors; 1 for other runs
    islands      int32 [R], which island of the filter each run is of, -1 for other runs; None without a filter
    ensemble     the ensemble of the R runs, where ``condition`` added some; None: the ensemble given
    """

    values: np.ndarray
    log_values: np.ndarray
    ess: float
    pareto_k: float | None
    by_report: Mapping[str, np.ndarray]
    by_source: Mapping[str, np.ndarray]
    alive: np.ndarray
    possible: np.ndarray
    evidence: str
    used: tuple[str, ...]
    bias: Mapping[str, np.ndarray]
    terms: tuple[Term, ...]
    log_prior: np.ndarray
    dependence: float
    islands: np.ndarray | None = None
    ensemble: Ensemble | None = None

    def __repr__(self) -> str:
        return f"Weights({', '.join(f'{fact} {value}' for fact, value in self._facts())})"

    def _facts(self) -> list[tuple[str, str]]:
        """What a notebook shows."""
        return [
            ("evidence", self.evidence),
            ("runs", f"{self.runs:,}"),
            ("effective", f"{self.ess:,.1f}"),
            ("Pareto k", "unknown" if self.pareto_k is None else f"{self.pareto_k:.2f}"),
            ("counts", str(len(self.used))),
        ]

    def _repr_html_(self) -> str:
        """A small table."""
        return html_table("weights", self._facts())

    @property
    def prior(self) -> np.ndarray:
        """Weights before the evidence [R], sum to 1: equal for plain prior draws."""
        return normalise(self.log_prior)

    @property
    def runs(self) -> int:
        """R."""
        return len(self.values)

    @property
    def log_evidence(self) -> float:
        """log of the mean likelihood over the prior; -inf if no run is possible."""
        return log_sum(self.log_values) - log_sum(self.log_prior)


def weigh(
    record: Record,
    counts: Sequence[Count],
    sources: Mapping[str, Source],
    seed: int,
    *,
    evidence: str = "all",
    seed_statements: Iterable[str] = (),
    alive: bool = True,
    words: Words = DEFAULT,
    log_prior: np.ndarray | None = None,
    bias: Mapping[str, np.ndarray] | None = None,
    dependence: float = 1.0,
    islands: np.ndarray | None = None,
    signals: Sequence[Signal] = (),
    control: Sequence[ControlRow] = (),
) -> Weights:
    """Weights of the runs of ``record`` given the counts whose use is ``fit``, and the statements without numbers.

    seed              of the biases, the ensemble's own
    evidence          "all"; "seed": only counts of the judged report's statements; "none": prior weights
    seed_statements   ids of the statements of the judged report, compared with Count.statement
    alive             False forgets that the war is on at as_of (to show what that does)
    log_prior         [R] log(prior density / density drawn from) of runs that are no plain prior draws
    bias              source id -> [R], if the runs have others than those of their addresses
    dependence, islands   see ``Weights``
    signals           statements about the state of a side; those with use ``fit`` weigh
    control           who held what when; complete tables weigh by what runs did between them
    UsageError for another ``evidence``, an undeclared source, or a count that runs cannot predict.
    """
    if bias is None:
        bias = {name: bias_draws(seed, record.run, source) for name, source in sources.items()}
    counts_used = select(counts, evidence, frozenset(seed_statements))
    signals_used = [
        signal for signal in signals if evidence == "all" or signal.statement in frozenset(seed_statements)
    ]
    terms = make_terms(ReportContext(record, sources, bias, words), counts_used)
    terms += signal_terms(record, sources, signals_used if evidence != "none" else ())
    terms += innovation_terms(record, control if evidence == "all" else ())
    ended = (record.end_day >= 0) & (record.end_day <= record.as_of_day)
    possible = ~ended if alive and evidence != "none" else np.full(record.runs, True)
    return combine(terms, possible, ~ended, evidence, bias, log_prior, dependence, islands)


def weigh_ensemble(ensemble: Ensemble, evidence: str = "all") -> Weights:
    """Weights of an ensemble given its own scenario's reports; see ``weigh``."""
    scenario = ensemble.scenario
    return weigh(
        ensemble.record,
        scenario.counts,
        scenario.sources,
        ensemble.seed,
        evidence=evidence,
        seed_statements=[statement.id for statement in scenario.statements],
        words=scenario.semantics,
        log_prior=ensemble.log_prior,
        bias=ensemble_bias(ensemble),
        dependence=ensemble.dependence,
        islands=ensemble.islands,
        signals=scenario.signals,
        control=scenario.control,
    )


def ensemble_bias(ensemble: Ensemble) -> dict[str, np.ndarray]:
    """Bias of every source in every run [R], by source id."""
    numbers = ensemble.numbers
    return {name: bias_of(numbers, source) for name, source in ensemble.scenario.sources.items()}


def select(counts: Iterable[Count], evidence: str, seed_statements: frozenset[str]) -> tuple[Count, ...]:
    """The counts for the likelihood: use ``fit``; only those of the judged report with evidence "seed".

    UsageError for another evidence.
    """
    if evidence not in EVIDENCE:
        raise UsageError(
            f"evidence = {evidence!r} is unknown; expected all, seed or none{nearest(evidence, EVIDENCE)}"
        )
    fit = [count for count in counts if count.use == "fit"]
    if evidence == "none":
        return ()
    return tuple(count for count in fit if evidence == "all" or count.statement in seed_statements)


def combine(
    terms: Sequence[Term],
    possible: np.ndarray,
    is_ongoing: np.ndarray,
    evidence: str,
    bias: Mapping[str, np.ndarray],
    log_prior: np.ndarray | None,
    dependence: float,
    islands: np.ndarray | None = None,
) -> Weights:
    """Weights from terms; ``possible`` bool [R] marks the runs that may have a positive weight."""
    base = np.zeros(len(possible)) if log_prior is None else log_prior
    by_source = {group: group_log([t for t in terms if t.group == group]) for group in groups_of(terms)}
    log_values = np.where(possible, base, -np.inf)
    for log in by_source.values():
        log_values = log_values + log
    return Weights(
        values=normalise(log_values),
        log_values=log_values,
        ess=dependence * ess(log_values),
        pareto_k=pareto_k(log_values),
        by_report={term.id: term.log_likelihood for term in terms},
        by_source=by_source,
        alive=is_ongoing,
        possible=possible,
        evidence=evidence,
        used=tuple(term.id for term in terms),
        bias=bias,
        terms=tuple(terms),
        log_prior=base,
        dependence=dependence,
        islands=islands,
    )


def groups_of(terms: Iterable[Term]) -> tuple[str, ...]:
    """Names of the groups, in order of first appearance."""
    return tuple(dict.fromkeys(term.group for term in terms))


def group_log(terms: Sequence[Term]) -> np.ndarray:
    """Log-likelihood [R] of the reports of one group; the least trusted of its members sets the switch."""
    return group_log_likelihood(
        [term.joint for term in terms],
        [term.outcomes for term in terms],
        max(term.unreliable for term in terms),
        [term.power for term in terms],
    )


def normalise(log_values: np.ndarray) -> np.ndarray:
    """Weights [R] that sum to 1; all zero if every log is -inf."""
    highest = log_values.max(initial=-np.inf)
    if not np.isfinite(highest):
        return np.zeros(len(log_values))
    weights = np.exp(log_values - highest)
    values: np.ndarray = weights / weights.sum()
    return values


def ess(log_values: np.ndarray) -> float:
    """Effective sample size of weights given as logs [R]: (sum w)^2 / sum w^2; 0 if all are zero."""
    squared = float((normalise(log_values) ** 2).sum())
    return 1.0 / squared if squared > 0 else 0.0


def log_sum(log_values: np.ndarray) -> float:
    """log of the sum of exp of ``log_values`` [N]; -inf if all are -inf."""
    highest = float(log_values.max(initial=-np.inf))
    return highest + float(np.log(np.exp(log_values - highest).sum())) if np.isfinite(highest) else highest


def reweigh(weights: Weights, terms: Iterable[Term]) -> Weights:
    """The same weighted runs by other terms."""
    return combine(
        tuple(terms), weights.possible, weights.alive, weights.evidence, weights.bias, weights.log_prior, weights.dependence,
        weights.islands,
    )  # fmt: skip


def leave_one_out(weights: Weights) -> dict[str, Weights]:
    """Weights without each group of reports, by group."""
    return {
        group: reweigh(weights, (term for term in weights.terms if term.group != group))
        for group in weights.by_source
    }


def alone(weights: Weights) -> dict[str, Weights]:
    """Weights from each report alone (and the war being on), by count id."""
    return {term.id: reweigh(weights, [term.by_itself()]) for term in weights.terms}


def culprit(weights: Weights) -> str | None:
    """Id of the count whose removal raises the effective sample size most; None if no report was used.

    Ties (several reports that each leave nothing) go to the one that takes most by itself.
    """
    if not weights.terms:
        return None
    single_terms = alone(weights)
    without = {
        term.id: reweigh(
            weights, (other_term for other_term in weights.terms if other_term.id != term.id)
        ).ess
        for term in weights.terms
    }
    return max(without, key=lambda name: (without[name], -single_terms[name].ess))

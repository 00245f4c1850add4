"""The text of ``sim --help``; made from the verbs and options, so it names only what exists."""

from __future__ import annotations

import re

from sim.app.entry.arguments import make_parser
from sim.session.options import OPTIONS, Option
from sim.session.verbs import DEFAULT, VERBS

EXAMPLES = """\
examples:
  sim                                             the default scenario
  sim scenario=toy_corridor runs=1000             twelve districts, seconds
  sim check toy_corridor                          validate and describe a scenario without simulating
  sim draft --help                                the same for one verb: its options and an example
  sim draft report.txt --published 2021-08-05     extract counts and claims from a text, to be confirmed
  sim new hills --reports reports --network edges.csv      start a new scenario
  sim experiment=seed_at_its_word                 a named set of overrides (configs/experiment/)
  sim law.momentum.gain=0.5                       fix one parameter of the law
  sim 'law.momentum.gain=uniform(0,3)'            give it another prior
  sim 'law.without=[capitulation]'                switch a mechanism off
  sim law.momentum.gain=0.5,1,2 -m                three jobs, one folder each, one table
  sim sweep points=500 'over=[law.momentum.gain:0:3,law.accounts.loot:0:1]'      one job, one table
  sim sensitivity                                 which parameters the headlines are most sensitive to
  sim compare 'a=[law.external.level=1]' 'b=[]'   two settings under common random numbers
  sim runs=20000 out=results/august               write into this folder
"""
FLAGS = """\
flags:
  -m, --multirun            run every combination of comma-separated values
  -c, --cfg job|hydra|all   print the config and stop (with -p PACKAGE for a part, e.g. -p law)
  -cd, --config-dir DIR     a further folder of configs; or hydra.searchpath=[file://DIR]
  -sc, --shell-completion   install=bash|zsh|fish: eval "$(sim -sc install=bash)"
  --info [WHAT]             how Hydra put the config together; --hydra-help for all of Hydra's flags
  --version, -h, --help
"""
CODES = """\
exit codes: 0 done; 1 internal error; 2 bad usage or scenario; 3 some runs failed; 4 no verdict possible;
            5 disk or permission; 130 interrupted (repeat the command to resume)
"""


def option_line(option: Option, *, readers: bool = True) -> str:
    """One line of help: name=default, meaning and what is expected; ``readers``: which verbs read it, where not all do."""
    default = "null" if option.default is None else option.default
    if isinstance(default, bool):
        default = str(default).lower()
    expectation = f" ({option.expected})" if option.low is not None or option.choices else ""
    only = f" [{readers_text(option)}]" if readers and readers_text(option) else ""
    return f"  {f'{option.name}={default}':<34} {option.meaning}{expectation}{only}"


def readers_text(option: Option) -> str:
    """Which verbs read an option, or, if they are the most, which do not; empty if all do."""
    verb_names = [verb for verb, spec in VERBS.items() if spec.hydra]
    readers = [verb for verb in verb_names if option.read_by(verb)]
    nonreaders = [verb for verb in verb_names if verb not in readers]
    fewer_readers = len(readers) <= len(nonreaders)
    verbs_listed = readers if fewer_readers else nonreaders
    return f"{'only' if fewer_readers else 'not'} sim {', '.join(verbs_listed)}" if nonreaders else ""


def help_text() -> str:
    """The whole text."""
    verbs = "\n".join(f"  {name:<11} {verb.summary}" for name, verb in VERBS.items())
    options = "\n".join(option_line(option) for option in OPTIONS.values())
    return (
        "usage: sim [VERB] [key=value ...] [flags]\n\n"
        "What does a report on territorial control imply, under which assumptions, and how certain is the answer?\n\n"
        f"verbs:\n{verbs}\n\n"
        f"overrides:\n{options}\n"
        f"  {'law.NAME=NUMBER or PRIOR':<34} a parameter of the law; all names: sim --cfg job -p law\n"
        f"  {'law.without=[MECHANISM, ...]':<34} mechanisms switched off\n"
        f"  {'experiment=NAME':<34} a named set of overrides\n\n"
        f"{EXAMPLES}\n{FLAGS}\n{CODES}"
    )


def verb_help(name: str) -> str:
    """Help of one verb: what it does, what may stand behind it, an example."""
    if not VERBS[name].hydra:
        return make_parser(VERBS[name]).format_help()
    own_lines = [
        option_line(option, readers=False)
        for option in OPTIONS.values()
        if option.verb and option.read_by(name)
    ]
    common_lines = [option_line(option) for option in OPTIONS.values() if not option.verb]
    typed = "sim" if name == DEFAULT else f"sim {name}"
    examples = [line for line in EXAMPLES.splitlines() if re.match(rf"  {typed}( \S+=|  )", line)]
    blocks = [
        [f"usage: {typed} [key=value ...] [flags]"],
        [VERBS[name].summary],
        ["overrides of this verb:", *own_lines] if own_lines else [],
        ["overrides of every verb:", *common_lines],
        ["examples:", *(examples or [f"  {typed} scenario=toy_corridor"])],
        ["parameters of the law, flags and exit codes: sim --help"],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"

"""``sim completion bash|zsh``: a script that completes verbs, options, scenarios, experiments and parameters.

The names are written into the script, so that a shell need not start the program at each key; after an update it is made
again: ``eval "$(sim completion bash)"`` in the shell's start file does that. Scenarios that lie in folders the shell finds itself;
names it would have to quote are left out, for bash expands what compgen is given.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence

from sim.app.entry.arguments import CHOICE, read_arguments
from sim.base.errors import DONE
from sim.law.parameters import PARAMETERS
from sim.scenario.files.paths import MAIN, shipped_names
from sim.session.options import OPTIONS
from sim.session.verbs import VERBS

SCENARIOS = "$(_sim_scenarios)"  # the shipped ones and those of the folder, found as the key is pressed
BASH = """\
# completion of sim for bash: eval "$(sim completion bash)"
_sim_scenarios() {{
  local main
  printf '%s\\n' {scenarios}
  for main in "$cur"*/{main}; do [[ -f $main && $main != *[^A-Za-z0-9_./-]* ]] && printf '%s\\n' "${{main%/{main}}}"; done
}}
_sim() {{
  local cur="${{COMP_WORDS[COMP_CWORD]}}" prev="${{COMP_WORDS[COMP_CWORD-1]}}" key=""
  if [[ $cur == "=" ]]; then key="$prev"; cur=""
  elif [[ $prev == "=" ]]; then key="${{COMP_WORDS[COMP_CWORD-2]}}"
  elif [[ $cur == *=* ]]; then key="${{cur%%=*}}"; cur="${{cur#*=}}"; fi
  case "$key" in
{values}
    ?*) COMPREPLY=($(compgen -f -- "$cur")); return ;;
  esac
  case "${{COMP_WORDS[1]}}" in
{forms}
  esac
  COMPREPLY=($(compgen -W "{overrides}" -- "$cur"))
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY+=($(compgen -W "{verbs}" -- "$cur")); fi
  [[ ${{#COMPREPLY[@]}} -eq 1 && ${{COMPREPLY[0]}} == *= ]] && compopt -o nospace 2>/dev/null
}}
complete -o default -F _sim sim
"""
ZSH = """\
#compdef sim
# completion of sim for zsh: eval "$(sim completion zsh)" after compinit
_sim_scenarios() {{
  local main
  print -l {scenarios}
  for main in $PREFIX*/{main}(N); do [[ $main != *[^A-Za-z0-9_./-]* ]] && print -r -- ${{main%/{main}}}; done
}}
_sim() {{
  if [[ $PREFIX == *=* ]]; then
    local key=${{PREFIX%%=*}}
    compset -P '*='
    case "$key" in
{values}
      *) _files ;;
    esac
    return
  fi
  if (( CURRENT > 2 )); then
    case "$words[2]" in
{forms}
    esac
  fi
  (( CURRENT == 2 )) && compadd -- {verbs}
  compadd -S '' -- {overrides}
}}
compdef _sim sim
"""


def main(words: Sequence[str]) -> int:
    """Print the script; returns the exit code. UsageError for words it does not understand."""
    sys.stdout.write(SHELLS[read_arguments("completion", words)[CHOICE]]())
    return DONE


def bash() -> str:
    """The script for bash."""
    name_choices = """COMPREPLY=($(compgen -W "{names}" -- "$cur")"""
    return fill_script(
        BASH,
        f"    {{key}}) {name_choices}); return ;;",
        f'    {{key}}) {name_choices} $(compgen -f -- "$cur")); return ;;',
    )


def zsh() -> str:
    """The script for zsh."""
    return fill_script(
        ZSH, "      {key}) compadd -- {names} ;;", "      {key}) compadd -- {names}; _files; return ;;"
    )


def fill_script(script: str, value_line: str, verb_line: str) -> str:
    """A script with its names, a line for each key with known values and for each verb without overrides."""
    values = (value_line.format(key=key, names=" ".join(names)) for key, names in known_values().items())
    forms = (verb_line.format(key=verb, names=" ".join(names)) for verb, names in known_words().items())
    return script.format(
        values="\n".join(values), forms="\n".join(forms), overrides=" ".join(overrides()),
        verbs=" ".join(VERBS), scenarios=" ".join(shipped_names()), main=MAIN,
    )  # fmt: skip


def overrides() -> list[str]:
    """Keys of overrides with their sign."""
    parameters = (f"law.{name}" for name in PARAMETERS)
    return [f"{name}=" for name in (*OPTIONS, *parameters, "law.without", "experiment")]


def known_values() -> dict[str, list[str]]:
    """Key -> the values it may have, of those that are a list."""
    from sim.app.entry.listing import experiments

    option_values = {name: list(option.choices) for name, option in OPTIONS.items() if option.choices}
    switches = {name: ["true", "false"] for name, option in OPTIONS.items() if option.kind is bool}
    experiment_names = [name.removeprefix("experiment=") for name, _ in experiments()]
    return {"scenario": [SCENARIOS], "experiment": experiment_names, **option_values, **switches}


def known_words() -> dict[str, list[str]]:
    """Verb without overrides -> its flags, and names that may stand behind it."""
    choices = {}
    for name, verb in VERBS.items():
        if verb.operands is not None:
            operands = re.findall(r"\b[a-z]+\b", verb.operands)
            scenarios = [SCENARIOS] if verb.operands == "SCENARIO" else []
            choices[name] = [*operands, *scenarios, *(f"--{flag.name}" for flag in verb.flags)] or ["--help"]
    return choices


SHELLS: dict[str, Callable[[], str]] = {"bash": bash, "zsh": zsh}

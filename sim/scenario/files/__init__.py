"""Files of a scenario: read strictly, validated, hashed, written.

Read ``paths`` (where scenarios are), ``loader`` (strict YAML with line numbers), ``schema`` (pydantic models),
``validate`` (all faults at once), ``date_texts`` and ``network``; then ``hashing`` (frozen priors, simulations), ``resolved``
(every number with its source) and ``yaml_writer``. ``stored_results``, ``stored_scores`` and ``stored_sensitivity`` read results that
lie beside a scenario.

>>> from sim.scenario.files.loader import parse
>>> parse("runs: 500", "scenario.yaml").value
{'runs': 500}
"""

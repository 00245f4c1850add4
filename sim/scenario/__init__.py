"""Scenarios: what was reported, as immutable values read strictly from YAML files and tables.

Read ``scenario`` (the value), ``reader`` (files -> schema -> checks -> ``Scenario``, or all faults at once) and
``build``. ``files`` reads and writes strictly, ``blocks`` checks one block of the file each, ``drafting`` goes from
texts to drafts that a person confirms. ``describe``, ``consistency`` and ``misreadings`` produce the text of ``sim check``;
``campaign`` is an entry of the library; ``earlier_day`` is a scenario as of an earlier day; ``synthetic`` and
``synthetic_reports`` make scenarios of any size.

>>> from sim.scenario.reader import read_scenario
>>> read_scenario("toy_corridor").days
82
"""

"""A scenario says WHAT was reported: frozen values read strictly from plain YAML and tables.

Read ``scenario`` (the value), ``reader`` (files -> shapes -> checks -> ``Scenario``, or every fault at once) and
``build``. ``files`` reads and writes strictly, ``blocks`` checks one block of the file each, ``drafting`` goes from
texts to drafts that a person confirms. ``describe``, ``consistency`` and ``misreadings`` say what ``sim check`` says;
``campaign`` is an entry of the library; ``earlier_day`` is a scenario as of an earlier day; ``synthetic`` and
``synthetic_reports`` make scenarios of any size.

>>> from sim.scenario.reader import read_scenario
>>> read_scenario("toy_corridor").days
82
"""

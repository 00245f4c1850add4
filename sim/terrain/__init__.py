"""Districts on a network: compact arrays, and the networkx graph they came from.

Read ``terrain`` (the value ``Terrain``), then ``assemble`` (what every source has in common) and ``sources`` (their
registry: ``from_tables``, ``from_graph``, ``from_geo``, ``from_generator``: one file and one line each). ``borders``,
``plane`` and ``distances`` measure polygons and ways; ``outlines`` simplifies them; ``files`` reads tables, graphs and boundary files.

>>> from sim.scenario.reader import read_scenario
>>> terrain = read_scenario("toy_corridor").terrain
>>> terrain.districts, len(terrain.edge_a)
(12, 16)
"""

"""Files of networks: tables, graphs and boundaries, opened inside a scenario's folder and read within limits.

Read ``folder`` (the one place from which files are opened, and how it refuses one) and ``options`` (what a ``network``
block may hold). Then the formats: ``table_files`` (sheets of Excel and Parquet as rows of text), ``graph_files``
(GraphML, GEXF, edge lists, node-link JSON) and ``layers`` (boundaries: GeoJSON, GeoPackage, shapefile and others). What a file may
unpack to is known before it is read: ``archives`` (zip), ``computed_tables`` (of a GeoPackage), ``parquet_batches``. Last,
which property of a file of boundaries is the id, the name, the province: ``columns`` knows the names that public
files give them, ``column_values`` goes by what the properties hold.

>>> from sim.terrain.files.columns import propose
>>> propose([{"ADM2_PCODE": "AF0101", "ADM2_EN": "Kabul"}, {"ADM2_PCODE": "AF0102", "ADM2_EN": "Paghman"}])
{'id': 'ADM2_PCODE', 'name': 'ADM2_EN'}
"""

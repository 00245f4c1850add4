"""Foundations that every room may use: errors, parameters, calendar, random numbers. Nothing of the model itself.

Read first ``errors`` (faults with file and line, exit codes) and ``parameters`` (a number with unit, meaning, range,
prior and source); then ``calendar`` (days of a run and dates), ``codes`` and ``dice`` (random numbers by address),
and ``compiled`` (the two decorators of the law, its version, the cache), with ``dispatchers`` (how numba compiles what
they mark), and ``mapped_arrays`` (memory that goes back at once). ``csv_tables`` reads tables of unknown origin,
``limited_files`` untrusted files within a limit, ``texts`` compares and lists what people write;
``html_display`` shows values in notebooks, ``sizes`` bytes in words; ``lazy_modules`` defers what libraries import in vain.

>>> from datetime import date
>>> from sim.base.calendar import Calendar
>>> Calendar(start=date(2021, 5, 1), as_of=date(2021, 8, 5)).day(date(2021, 5, 31))
30
"""

"""Finished folders compared and repeated, and the store of their runs.

Read ``diff`` (two folders), ``reproduce`` (a folder computed again and compared), ``rerun`` (one run replayed and
compared with the tables, which ``stored_rows`` reads within a limit) and ``store`` (list, verify, prune).

    sim diff outputs/a outputs/b                    # sim.app.replay.diff
"""

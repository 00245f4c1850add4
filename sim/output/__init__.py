"""Files of finished jobs, written and read back.

Read ``folder`` (written under a temporary name, renamed when complete; ``folder_lock``, ``timestamps``) and
``json_documents`` (plain data, manifest, rows as CSV; ``markdown_table``); then ``report_content`` and
``report_files`` (everything of the main job), ``parquet``, ``aggregate_table`` and ``lineage_table``, ``run_folder``
and ``differences`` (a finished folder read back and compared), ``sweep_cache`` and ``store_files``
(caches of earlier jobs), ``notebook`` (tables and page of an ensemble in Python).

    finished = read_run_folder(Path("outputs/latest"), "sim diff RUN_A RUN_B")
"""

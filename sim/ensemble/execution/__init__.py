"""Execution: threads, Dask processes, memory estimates."""

"""Where work is done: threads, Dask processes, memory."""

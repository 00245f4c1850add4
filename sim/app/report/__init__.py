"""The main job, and the verbs that read or show a finished report."""

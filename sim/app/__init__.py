"""The top floor: command line, typed configs, console, the main job and its folder."""

"""``sim view``: one run played day by day in the browser of this machine.

Read ``model`` (``PlayedModel``: the Mesa model with sliders for parameters), ``page`` (Mesa's view with map and lines) and
``serve`` (the verb). Needs the extra ``viewer``; nothing is loaded from outside.

    sim view toy_corridor                           # sim.app.viewer.serve
"""

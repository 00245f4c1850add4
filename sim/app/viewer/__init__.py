"""``sim view``: one run played day by day in a browser. ``serve`` starts it, ``page`` is what is seen, ``model`` what is played."""

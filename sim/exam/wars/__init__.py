"""Priors learned across the wars of the library.

Read ``windows`` (a campaign cut into windows of equal length, each from a known map), ``happenings`` (outcomes of a
window, alike for runs and the truth) and ``teaching`` (likelihood per window, and the population over campaigns).

    war = campaign_lessons(read_campaign("kunduz_2015"), runs=3000, seed=1)
"""

"""The Mesa model: one run, agent by agent, day by day; every rule is a call of the law.

Read ``model`` (``TerritoryModel``, bit for bit the run of the ensemble), then ``faction`` (its agents).

    model = TerritoryModel(read_scenario("toy_corridor"), seed=1, run=17)
    model.step()
"""

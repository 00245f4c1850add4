"""Floor 0: errors, documented parameters, calendar, dice and codes."""

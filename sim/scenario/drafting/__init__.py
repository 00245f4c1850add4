"""From texts to drafts that a person confirms."""

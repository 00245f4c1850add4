"""What a sentence leaves to the ones before it: omitted units, pronouns, lists of names."""

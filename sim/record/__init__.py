"""What runs leave behind: start map, events, daily series; and the observables read from them."""

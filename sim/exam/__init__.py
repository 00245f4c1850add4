"""The exam: every campaign of the library asked the same questions at fixed horizons, whatever anybody said at the time."""

"""Estimation: staggered starts, doses, synthetic controls, series."""

"""Uncertainty: intervals, permutations, bootstraps, jackknives, sensitivity."""

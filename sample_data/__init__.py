"""Nordwind Energy: a sample organisation whose truth is known, in the shapes of real exports."""

from signpost.sample_data.build import build, write_truth
from signpost.sample_data.truth import Truth, truth

__all__ = ["Truth", "build", "truth", "write_truth"]

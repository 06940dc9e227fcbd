"""Sample organisations whose truth is known, in the shapes of real exports.

Nordwind Energy (`build`, `truth`), and Kestrel Insurance with an AI assistant (`build_assistant`).
"""

from signpost.sample_data.assistant.build_assistant import build_assistant
from signpost.sample_data.build import build, write_truth
from signpost.sample_data.truth import Truth, truth

__all__ = ["Truth", "build", "build_assistant", "truth", "write_truth"]

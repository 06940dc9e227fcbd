"""The sample organisation's exports, one file per platform or system."""

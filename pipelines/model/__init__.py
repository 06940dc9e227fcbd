"""What the stages of an upload hand each other: sources, receipts, limits, cells."""

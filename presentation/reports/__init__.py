"""The board's facts: one object behind the Answer page, the brief and its files."""

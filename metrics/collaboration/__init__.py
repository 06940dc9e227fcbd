"""Who works with whom, and what it costs."""

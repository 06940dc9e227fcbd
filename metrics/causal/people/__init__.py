"""A pilot of people inside groups: who was drawn, what it changed, what must hold."""

"""Answers for assistants: small ones, each with grade, range and what would change it."""

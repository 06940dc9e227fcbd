"""Findings, verdicts and numbers as sentences."""

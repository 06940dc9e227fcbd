"""Adoption per group and period."""

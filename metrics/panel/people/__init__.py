"""Panels of people: from tables, and from the warehouse."""

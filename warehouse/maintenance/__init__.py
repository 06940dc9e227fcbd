"""Backup, checks, erasure and retention of a data folder."""

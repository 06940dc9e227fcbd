"""Bytes to tables: archives, encodings, dialects, workbooks, JSON."""

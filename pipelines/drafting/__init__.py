"""Files become drafts: by one process, or by two."""

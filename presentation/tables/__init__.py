"""Tables of the pages and reports."""

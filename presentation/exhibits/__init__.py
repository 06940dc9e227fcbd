"""Exhibits: a heading, a picture and its table, drawn once for whatever shows them."""

"""One file per page; each declares PAGE and only lays out."""

"""The English catalogue: code -> sentence."""

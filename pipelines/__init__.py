"""Files in: an export becomes warehouse rows."""

"""What was promised and recorded, and when."""

"""What an effect is worth and what it cost."""

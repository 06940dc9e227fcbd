"""How people write names, days, periods and numbers."""

"""Goals above use cases, and what those who must agree doubt."""

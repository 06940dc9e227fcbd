"""Planning: opportunities, benchmark gaps, pilot design, worksheet."""

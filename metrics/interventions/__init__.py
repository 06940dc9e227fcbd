"""Interventions: barriers, white-glove treatment, effects by kind."""

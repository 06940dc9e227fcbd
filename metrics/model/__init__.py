"""Domain model, pure: types, the programme, KPI cards, adoption metrics, calendar, keys."""

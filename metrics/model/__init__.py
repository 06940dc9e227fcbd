"""The words of the domain, pure: types, the programme, KPI cards, metrics, calendar, keys."""

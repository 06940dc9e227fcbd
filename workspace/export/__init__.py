"""Published tables as files for other programs: Parquet and CSV, with a schema and stable keys."""

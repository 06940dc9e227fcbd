"""What pages, reports, command line and API ask."""

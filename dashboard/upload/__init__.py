"""The steps of an upload on the page Add data."""

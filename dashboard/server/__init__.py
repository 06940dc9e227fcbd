"""The server around the pages: headers, sign-in, readiness, logs."""

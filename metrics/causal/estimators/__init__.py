"""One estimator per file, found by `discover`."""

"""One data folder at one version: results, kept and worked out ahead."""

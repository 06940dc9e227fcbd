"""Statistical disclosure control: suppression of small groups, restatements."""

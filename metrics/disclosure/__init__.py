"""What may be published: small groups and restatements."""

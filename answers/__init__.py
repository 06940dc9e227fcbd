"""One question, one answer, for one reader: answer, redaction, scope, access, decisions."""

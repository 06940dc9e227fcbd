"""What it means: facts become panels, evidence, verdicts, money."""

"""Value: pricing, costs, forecast, portfolio, ledger, guardrails, advice."""

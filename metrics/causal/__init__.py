"""Pure statistics without a warehouse: a panel to evidence and a verdict."""

"""AWS Config: custom rules, their evaluations and results."""

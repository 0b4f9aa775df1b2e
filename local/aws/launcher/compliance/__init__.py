"""AWS Config: custom rules, their evaluations, and what they found."""

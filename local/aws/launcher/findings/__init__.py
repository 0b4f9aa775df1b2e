"""Security Hub: custom actions, findings and the events about them."""

"""Security Hub: custom actions, findings and their events."""

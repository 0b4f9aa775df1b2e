"""EventBridge: rules, targets and buses."""

"""SSM Automation: executions as records, with outcomes that a test can set."""

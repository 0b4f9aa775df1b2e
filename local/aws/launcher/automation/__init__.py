"""SSM Automation: executions as a record, with outcomes that a rehearsal can choose."""

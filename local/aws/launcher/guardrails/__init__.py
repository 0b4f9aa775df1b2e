"""What records, detects and closes by default: trails, recorders, detectors and settings of an account."""

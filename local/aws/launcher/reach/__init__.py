"""Data for reachability tests that no AWS call returns."""

"""Repairs of RDS: what changes a database takes, and when they are in effect."""

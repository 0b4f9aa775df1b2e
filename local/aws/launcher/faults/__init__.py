"""Faults on demand: calls that fail, objects that are not visible yet, answers from before a change."""

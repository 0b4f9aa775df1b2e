"""Limits of AWS that moto and localemu do not enforce."""

"""The local AWS: localemu with node children for Lambda functions and with the repairs that Firebreak needs.

Run it with `python -m launcher`; localAws.ts beside this package says which environment it expects.
"""

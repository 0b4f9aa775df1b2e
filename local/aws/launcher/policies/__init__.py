"""AWS's policy language: statements, conditions and the decision. Independent of localemu.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

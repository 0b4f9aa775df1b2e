"""IAM enforcement, which replaces localemu's own evaluation."""

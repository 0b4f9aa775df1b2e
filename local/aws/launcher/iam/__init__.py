"""IAM enforcement: which calls pass, in place of localemu's own evaluation."""

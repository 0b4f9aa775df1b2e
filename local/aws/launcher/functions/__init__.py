"""Lambda functions: their execution, event sources and permissions."""

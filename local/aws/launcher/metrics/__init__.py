"""What the services tell CloudWatch about themselves."""

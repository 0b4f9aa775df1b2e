"""The services' own CloudWatch metrics."""

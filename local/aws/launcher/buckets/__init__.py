"""S3: whose bucket it is, and who may use it."""

"""S3: ownership of buckets, and access to them."""

"""DynamoDB, which moto serves within this process."""

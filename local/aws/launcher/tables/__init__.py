"""DynamoDB, which moto runs in this process."""

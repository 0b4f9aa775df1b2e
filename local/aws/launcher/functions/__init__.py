"""Lambda functions: how they run, what calls them, who may call them."""

"""Auto Scaling groups and load balancers."""

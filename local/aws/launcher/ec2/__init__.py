"""moto's EC2, repaired where containment depends on the difference."""

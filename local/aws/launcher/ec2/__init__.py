"""EC2 as moto keeps it, repaired where containment would notice."""

"""What the tests of reachability need to know and no call of AWS tells."""

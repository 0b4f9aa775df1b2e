"""EKS: clusters with a Kubernetes API of their own, access entries and Pod Identity associations."""

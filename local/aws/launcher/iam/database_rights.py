"""What RDS checks besides the action of a call. Row N55.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples-grant-permissions-tags-on-create.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html (permissions)
"""

from typing import Any


def database_rights(operation: str, parameters: dict[str, Any], named: list[str], place: Any) -> list[tuple[str, str]]:
    """The further actions that must be allowed, each with the resource.

    named: the ARNs of the call's resources; what a call creates comes last.
    """
    if operation in ("CreateDBSnapshot", "CreateDBClusterSnapshot") and parameters.get("Tags"):
        return [("rds:AddTagsToResource", named[-1])]
    if parameters.get("RotateMasterUserPassword"):
        return [("secretsmanager:RotateSecret", secret) for secret in _secret(parameters, place)]
    return []


def _secret(parameters: dict[str, Any], place: Any) -> list[str]:
    from moto.rds.models import rds_backends

    backend = rds_backends[place.account][place.region]
    instance = backend.databases.get(parameters.get("DBInstanceIdentifier") or "")
    owner = instance or backend.clusters.get(parameters.get("DBClusterIdentifier") or "")
    secret = getattr(owner, "master_user_secret", None)
    return [secret.secret_arn] if secret else []

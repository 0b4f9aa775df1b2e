"""The caller of a recorded call in CloudTrail's form, and parameters in its spelling.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

import json
from typing import Any

from localemu.services.cloudtrail.event_store import CloudTrailEvent
from localemu.services.iam_enforcement import identity

from ..iam import stores
from ..patching import wrap


def _as_recorded(render: Any, self: Any) -> str:
    event = json.loads(render(self))
    event["userIdentity"] = _user_identity(self.access_key_id, self.account_id, self.aws_region)
    for name in ("requestParameters", "responseElements"):
        if event.get(name):
            event[name] = _spelled(event[name])
    return json.dumps(event)


def _spelled(value: Any) -> Any:
    """Names start with a lower-case letter."""
    if isinstance(value, dict):
        return {name[:1].lower() + name[1:]: _spelled(item) for name, item in value.items()}
    return [_spelled(item) for item in value] if isinstance(value, list) else value


def _user_identity(access_key: str, account: str, region: str) -> dict[str, Any]:
    found = identity.resolve_caller(access_key, account, region)
    base = {"accountId": account, "accessKeyId": access_key}
    if found is None:
        return {"type": "Unknown", **base}
    if found.principal_type == "Root":
        return {"type": "Root", "principalId": account, "arn": found.arn, **base}
    if found.principal_type == "User":
        user = stores.iam_backend(account).users[found.username]
        return {"type": "IAMUser", "principalId": user.id, "arn": found.arn, **base, "userName": found.username}
    role = stores.role_named(account, found.role_name) if found.role_name else None
    if role is None:
        return {"type": found.principal_type, "arn": found.arn, **base}
    issuer = {
        "type": "Role",
        "principalId": role.id,
        "arn": role.arn,
        "accountId": account,
        "userName": role.name,
    }
    context = {"sessionIssuer": issuer, "attributes": {"mfaAuthenticated": "false"}}
    if found.source_identity:
        context["sourceIdentity"] = found.source_identity
    principal = f"{role.id}:{found.session_name}"
    return {"type": "AssumedRole", "principalId": principal, "arn": found.arn, **base, "sessionContext": context}


def install() -> None:
    """Repairs the recorded identity."""
    wrap(CloudTrailEvent, "to_cloudtrail_event_json")(_as_recorded)

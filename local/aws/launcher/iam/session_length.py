"""AssumeRole: the maximum session duration. Role chaining gets at most an hour, regardless of the role's own maximum.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
"""

from typing import Any

from localemu.services.iam_enforcement import identity
from localemu.services.sts import provider

from ..operations import error
from ..patching import wrap
from . import stores

_CHAINED = 3600


def _limited(assume: Any, self: Any, context: Any, *arguments: Any, **parameters: Any) -> Any:
    if (getattr(context, "internal_request_params", None) or {}).get("service_principal"):
        response = assume(self, context, *arguments, **parameters)
        # A service of the local AWS opens one session, where a real AWS service would renew sessions.
        access_key = response["Credentials"]["AccessKeyId"]
        stores.session_of(context.service_request["RoleArn"].split(":")[4], access_key)["expiration"] = None
        return response
    request = context.service_request
    seconds = request.get("DurationSeconds") or 0
    access_key = provider.extract_access_key_id_from_auth_header(context.request.headers)
    found = access_key and identity.resolve_caller(access_key, context.account_id, context.region)
    if seconds > _CHAINED and found and found.principal_type == "AssumedRole":
        limit = "the 1 hour session limit for roles assumed by role chaining."
        raise error("ValidationError", f"The requested DurationSeconds exceeds {limit}")
    account, name = request["RoleArn"].split(":")[4], request["RoleArn"].split("/")[-1]
    role = stores.role_named(account, name)
    if role is not None and seconds > int(role.max_session_duration or _CHAINED):
        limit = "the MaxSessionDuration set for this role."
        raise error("ValidationError", f"The requested DurationSeconds exceeds {limit}")
    return assume(self, context, *arguments, **parameters)


def install() -> None:
    """Limits the length of sessions."""
    wrap(provider.StsProvider, "assume_role")(_limited)

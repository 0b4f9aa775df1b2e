"""Tokens of EKS: a presigned call of STS GetCallerIdentity that names the cluster in a signed header.

https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import base64
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from localemu.aws.accounts import get_account_id_from_access_key_id
from localemu.services.iam_enforcement import identity
from moto.sts.models import sts_backends

_PREFIX = "k8s-aws-v1."
_HOST = re.compile(r"^sts\.([a-z0-9-]+)\.amazonaws\.com$")
_LONGEST = 900
"""Seconds for which a token is valid after it was signed."""


def caller_of(token: str, cluster: str) -> Any | None:
    """The principal that signed a token for this cluster; None if the token proves nothing."""
    try:
        encoded = token.removeprefix(_PREFIX)
        url = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode()
        return _verified(url, cluster) if token.startswith(_PREFIX) and "=" not in encoded else None
    except (ValueError, KeyError):
        return None


def _verified(url: str, cluster: str) -> Any | None:
    parts = urlsplit(url)
    host = _HOST.match(parts.netloc)
    given = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
    if parts.scheme != "https" or not host or parts.path != "/" or given["Action"] != "GetCallerIdentity":
        return None
    if given["X-Amz-SignedHeaders"] != "host;x-k8s-aws-id" or not 0 < int(given["X-Amz-Expires"]) <= _LONGEST:
        return None
    signed = datetime.strptime(given["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    if not 0 <= (datetime.now(UTC) - signed).total_seconds() + 60 <= _LONGEST:
        return None
    key = given["X-Amz-Credential"].split("/")[0]
    account = get_account_id_from_access_key_id(key)
    caller = identity.resolve_caller(key, account, host[1])
    if caller is None or caller.principal_type == "Root":
        return caller  # any secret of a root user is valid in the local AWS
    session = _session(account, key)
    if session is None or given["X-Amz-Security-Token"] != session.session_token:
        return None
    own = Credentials(key, session.secret_access_key, session.session_token)
    return caller if _signature(given, parts.netloc, host[1], cluster, own) == given["X-Amz-Signature"] else None


def _session(account: str, key: str) -> Any | None:
    roles = [role for backend in sts_backends[account].values() for role in backend.assumed_roles]
    return next((role for role in roles if role.access_key_id == key), None)


def _signature(given: dict[str, str], host: str, region: str, cluster: str, own: Credentials) -> str:
    auth = SigV4QueryAuth(own, "sts", region)
    rest = urlencode({name: value for name, value in given.items() if name != "X-Amz-Signature"})
    request = AWSRequest("GET", f"https://{host}/?{rest}", headers={"host": host, "x-k8s-aws-id": cluster})
    request.context["timestamp"] = given["X-Amz-Date"]
    return auth.signature(auth.string_to_sign(request, auth.canonical_request(request)), request)

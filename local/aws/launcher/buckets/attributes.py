"""Attribute-based access control of buckets. With it, S3 Control sets tags one by one, and no call sets all of them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
"""

from typing import Any

from localemu.services.s3.provider import S3Provider

from ..operations import add, error
from ..patching import wrap

_enabled: set[str] = set()
"""The buckets with ABAC."""


def _put(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    status = (request.get("AbacStatus") or {}).get("Status")
    if status == "Enabled":
        _enabled.add(request["Bucket"])
    else:
        _enabled.discard(request["Bucket"])
    return {}


def _get(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    return {"AbacStatus": {"Status": "Enabled" if request["Bucket"] in _enabled else "Disabled"}}


def _unless_enabled(tag: Any, self: Any, context: Any, bucket: str, *arguments: Any, **options: Any) -> Any:
    if bucket in _enabled:
        # AWS does not document the code.
        raise error("InvalidRequest", f"Use TagResource and UntagResource: ABAC is enabled for the bucket {bucket}")
    return tag(self, context, bucket, *arguments, **options)


def install() -> None:
    """Adds the property and its effects."""
    add("s3", {"PutBucketAbac": _put, "GetBucketAbac": _get})
    wrap(S3Provider, "put_bucket_tagging")(_unless_enabled)
    wrap(S3Provider, "delete_bucket_tagging")(_unless_enabled)

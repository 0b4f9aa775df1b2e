"""Block Public Access, and what counts as public.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from typing import Any

from localemu.aws.api import CommonServiceException
from localemu.services.s3.provider import S3Provider

from ..patching import wrap
from ..policies.public import is_public
from ..policies.statements import parse

_EVERYBODY = (
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
)


def _status(status: Any, self: Any, context: Any, bucket: str, *arguments: Any, **options: Any) -> Any:
    answer = status(self, context, bucket, *arguments, **options)
    _, found = self._get_cross_account_bucket(context, bucket)
    return {**answer, "PolicyStatus": {"IsPublic": is_public(parse(found.policy))}}


def _put_policy(put: Any, self: Any, context: Any, bucket: str, policy: str, *arguments: Any, **options: Any) -> None:
    _, found = self._get_cross_account_bucket(context, bucket)
    before = found.policy
    put(self, context, bucket, policy, *arguments, **options)
    if _blocks(found, "BlockPublicPolicy") and is_public(parse(policy)):
        found.policy = before
        raise _denied("s3:PutBucketPolicy", found, "public policies are blocked by the BlockPublicPolicy")


def _put_acl(put: Any, self: Any, context: Any, request: Any) -> None:
    _, found = self._get_cross_account_bucket(context, request["Bucket"])
    before = found.acl
    put(self, context, request)
    grantees = [grant["Grantee"] for grant in found.acl["Grants"]]
    foreign = any(grantee.get("ID") != found.owner["ID"] for grantee in grantees)
    public = any(grantee.get("URI") in _EVERYBODY for grantee in grantees)
    if foreign and found.object_ownership == "BucketOwnerEnforced":
        found.acl = before
        raise CommonServiceException(
            "AccessControlListNotSupported", "The bucket does not allow ACLs", 400, sender_fault=True
        )
    if public and _blocks(found, "BlockPublicAcls"):
        found.acl = before
        raise _denied("s3:PutBucketAcl", found, "public access control lists (ACLs) are blocked by the BlockPublicAcls")


def _denied(action: str, bucket: Any, reason: str) -> CommonServiceException:
    text = f"{action} on resource: {bucket.bucket_arn} because {reason} block public access setting."
    return CommonServiceException("AccessDenied", f"User is not authorized to perform: {text}", 403, sender_fault=True)


def _blocks(bucket: Any, switch: str) -> bool:
    return bool((bucket.public_access_block or {}).get(switch))


def install() -> None:
    """Makes Block Public Access refuse public policies and access control lists, and evaluates policies like S3."""
    wrap(S3Provider, "get_bucket_policy_status")(_status)
    wrap(S3Provider, "put_bucket_policy")(_put_policy)
    wrap(S3Provider, "put_bucket_acl")(_put_acl)

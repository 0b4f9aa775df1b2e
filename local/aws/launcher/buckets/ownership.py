"""Every call about a bucket honours ExpectedBucketOwner, not only a few.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
"""

from typing import Any

from localemu.services.s3.provider import S3Provider

from ..patching import wrap


def _bucket(find: Any, self: Any, context: Any, bucket_name: str, *, expected_bucket_owner: str | None = None) -> Any:
    request = context.service_request or {}
    # The source of a copy has its own expected owner.
    named = request.get("ExpectedBucketOwner") if request.get("Bucket") == bucket_name else None
    return find(self, context, bucket_name, expected_bucket_owner=expected_bucket_owner or named)


def _head(head: Any, self: Any, context: Any, bucket: str, *arguments: Any, **options: Any) -> Any:
    self._get_cross_account_bucket(context, bucket)
    return head(self, context, bucket, *arguments, **options)


def install() -> None:
    """Repairs how the provider finds buckets."""
    wrap(S3Provider, "head_bucket")(_head)
    wrap(S3Provider, "_get_cross_account_bucket")(_bucket)

"""Block Public Access of an account, as IAM and CloudTrail name its calls.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html
"""

from typing import Any

from localemu.services.cloudtrail import event_store

from ..patching import wrap

ACCOUNT_BLOCK = ("GetPublicAccessBlock", "PutPublicAccessBlock", "DeletePublicAccessBlock")
"""The operations of S3 Control, which have the names of those about a bucket."""


def _event(create: Any, service_name: str, operation_name: str, **details: Any) -> Any:
    event = create(service_name=service_name, operation_name=operation_name, **details)
    if service_name == "s3control" and operation_name in ACCOUNT_BLOCK:
        event.event_name = operation_name.replace("PublicAccessBlock", "AccountPublicAccessBlock")
        event.event_source = "s3.amazonaws.com"
    return event


def install() -> None:
    """Names the events as CloudTrail does."""
    wrap(event_store, "create_event_from_context")(_event)

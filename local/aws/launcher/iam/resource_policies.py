"""The policies that are attached to resources. Rows 7, 18 and 19."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

from ..policies.patterns import as_list
from ..policies.public import is_public
from ..policies.statements import Policy, parse
from .keys import key
from .stores import role_named


def policy_of(arn: str) -> Policy | None:
    """The policy of a resource; None if it has none or its service does not support policies."""
    parts = arn.split(":", 5)
    if len(parts) < 6:
        return None
    _, _, service, region, account, name = parts
    loader = _LOADERS.get(service)
    return parse(loader(account, region, name)) if loader else None


def _queue(account: str, region: str, name: str) -> Any:
    from localemu.services.sqs.models import sqs_stores

    queue = sqs_stores[account][region].queues.get(name)
    return queue.attributes.get("Policy") if queue else None


def _topic(account: str, region: str, name: str) -> Any:
    from localemu.services.sns.models import sns_stores

    topic = sns_stores[account][region].topics.get(f"arn:aws:sns:{region}:{account}:{name.split(':')[0]}")
    return (topic.get("attributes") or {}).get("Policy") if topic else None


def _key(account: str, region: str, name: str) -> Any:
    found = key(account, region, name)
    return found.policy if found else None


def _function(account: str, region: str, name: str) -> Any:
    from localemu.services.lambda_.invocation.models import lambda_stores

    _, function_name, *qualifier = name.split(":")
    function = lambda_stores[account][region].functions.get(function_name)
    permissions = function.permissions.get(qualifier[0] if qualifier else "$LATEST") if function else None
    return dataclasses.asdict(permissions.policy) if permissions else None


def _bus(account: str, region: str, name: str) -> Any:
    from localemu.services.events.models import events_stores

    bus = events_stores[account][region].event_buses.get(name.removeprefix("event-bus/"))
    return dict(bus.policy) if bus and bus.policy else None


def _log_group(account: str, region: str, name: str) -> Any:
    """All log resource policies of the Region as one; each names its own log groups.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
    """
    from moto.logs.models import logs_backends

    documents = [
        json.loads(found.policy_document) for found in logs_backends[account][region].resource_policies.values()
    ]
    statements = [statement for document in documents for statement in as_list(document.get("Statement"))]
    return {"Version": "2012-10-17", "Statement": statements} if statements else None


def _bucket(account: str, region: str, name: str) -> Any:
    bucket = _bucket_named(name)
    return bucket.policy if bucket else None


def _bucket_named(name: str) -> Any:
    from localemu.services.s3.models import s3_stores

    bucket_name = name.split("/")[0]
    owner = bucket_owner(bucket_name)
    return s3_stores[owner]["us-east-1"].buckets.get(bucket_name) if owner else None


def restricts_public_policy(arn: str) -> bool:
    """Whether a bucket has a public policy that RestrictPublicBuckets disables for all callers outside its account.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    bucket = _bucket_named(arn.split(":", 5)[5])
    switched = bucket is not None and (bucket.public_access_block or {}).get("RestrictPublicBuckets")
    return bool(switched) and is_public(parse(bucket.policy))


def _trust(account: str, region: str, name: str) -> Any:
    role = role_named(account, name.split("/")[-1]) if name.startswith("role/") else None
    return role.assume_role_policy_document if role else None


def bucket_owner(name: str) -> str | None:
    """The account that owns a bucket."""
    from localemu.services.s3.models import s3_stores

    return s3_stores["000000000000"]["us-east-1"].global_bucket_map.get(name)


_LOADERS: dict[str, Callable[[str, str, str], Any]] = {
    "sqs": _queue,
    "sns": _topic,
    "kms": _key,
    "lambda": _function,
    "events": _bus,
    "logs": _log_group,
    "s3": _bucket,
    "iam": _trust,
}

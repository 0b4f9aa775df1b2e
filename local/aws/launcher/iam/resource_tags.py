"""The tags of resources, for aws:ResourceTag. Row 8."""

from collections.abc import Callable, Iterable
from typing import Any

from .stores import iam_backend, role_named


def tags_of(arn: str, owner: str) -> dict[str, str]:
    """The tags of the resource that an ARN names; empty if it has none or does not exist.

    owner: the account to use for an ARN without one, such as a snapshot's.
    """
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[2] not in _LOADERS:
        return {}
    return _LOADERS[parts[2]](arn, parts[4] or owner, parts[3], parts[5])


def _pairs(tags: Any) -> dict[str, str]:
    """Tags in one of moto's shapes: a mapping, a mapping of pairs by key, or a list of pairs."""
    if isinstance(tags, dict):
        if all(isinstance(value, str) for value in tags.values()):
            return dict(tags)
        tags = tags.values()
    items: Iterable[Any] = tags or ()
    return {tag.get("Key", tag.get("TagKey")): tag.get("Value", tag.get("TagValue")) for tag in items}


def _ec2(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from moto.ec2.models import ec2_backends

    return _pairs(ec2_backends[account][region].tags.get(name.split("/")[-1], {}))


def _iam(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    backend = iam_backend(account)
    kind, _, path = name.partition("/")
    short = path.split("/")[-1]
    owner: Any = {
        "user": lambda: backend.users.get(short),
        "role": lambda: role_named(account, short),
        "policy": lambda: backend.managed_policies.get(arn),
    }.get(kind, lambda: None)()
    return _pairs(getattr(owner, "tags", None))


def _queue(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from localemu.services.sqs.models import sqs_stores

    queue = sqs_stores[account][region].queues.get(name)
    return _pairs(getattr(queue, "tags", None))


def _table(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from moto.dynamodb.models import dynamodb_backends

    table = dynamodb_backends[account][region].tables.get(name.split("/")[1])
    return _pairs(getattr(table, "tags", None))


def _key(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from localemu.services.kms.models import kms_stores

    return dict(kms_stores[account][region].tags.get_tags(arn))


def _topic(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from localemu.services.sns.models import sns_stores

    return dict(sns_stores[account][region].tags.get_tags(arn))


def _balancing(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from moto.elbv2.models import elbv2_backends

    return elbv2_backends[account][region].tagging_service.get_tag_dict_for_resource(arn)


def _scaling_group(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from moto.autoscaling.models import autoscaling_backends

    group = autoscaling_backends[account][region].autoscaling_groups.get(name.split("/")[-1])
    return _pairs(getattr(group, "tags", None))


def _resolver(arn: str, account: str, region: str, name: str) -> dict[str, str]:
    from moto.route53resolver.models import route53resolver_backends

    return route53resolver_backends[account][region].tagger.get_tag_dict_for_resource(arn)


_LOADERS: dict[str, Callable[[str, str, str, str], dict[str, str]]] = {
    "ec2": _ec2,
    "route53resolver": _resolver,
    "iam": _iam,
    "sqs": _queue,
    "dynamodb": _table,
    "kms": _key,
    "sns": _topic,
    "elasticloadbalancing": _balancing,
    "autoscaling": _scaling_group,
}

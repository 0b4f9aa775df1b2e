"""Checks limits after the permission check, before the service handles the call."""

from collections.abc import Callable
from typing import Any

from localemu.aws.handlers.service import ServiceRequestRouter

from ..patching import wrap
from . import ec2, iam, messaging, storage

Check = Callable[[dict[str, Any], str, str], None]
"""Takes the parameters, account and Region of a call; raises the service's error if it exceeds a limit."""

_CHECKS: dict[tuple[str, str], Check] = {
    **{("ec2", name): check for name, check in ec2.CHECKS.items()},
    **{("iam", name): check for name, check in iam.CHECKS.items()},
    **{("sns", name): check for name, check in messaging.TOPICS.items()},
    **{("sqs", name): check for name, check in messaging.QUEUES.items()},
    **{("ssm", name): check for name, check in storage.PARAMETERS.items()},
    **{("events", name): check for name, check in storage.RULES.items()},
    **{("s3", name): check for name, check in storage.BUCKETS.items()},
}


def _route(route: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    if context.service and context.operation:
        check = _CHECKS.get((context.service.service_name, context.operation.name))
        if check:
            check(dict(context.service_request or {}), context.account_id, context.region)
    route(self, chain, context, response)


def install() -> None:
    """Checks the limits of calls."""
    messaging.install()
    wrap(ServiceRequestRouter, "__call__")(_route)

"""Row 1: a function's log goes to its log group even if its role may not create one, as on AWS.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html
"""

import logging
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from localemu.aws.connect import connect_to
from localemu.services.lambda_.invocation import logs
from localemu.utils.aws.client_types import ServicePrincipal

from ..patching import replace

LOG = logging.getLogger(__name__)


def _write_until_stopped(self: Any, *_: Any, **__: Any) -> None:
    """Writes the function's output with its role."""
    client = connect_to.with_assumed_role(
        region_name=self.region, role_arn=self.role_arn, service_principal=ServicePrincipal.lambda_
    ).logs
    while not self._shutdown_event.is_set():
        item = self.log_queue.get()
        if item is logs.QUEUE_SHUTDOWN:
            return
        now = int(time.time() * 1000)
        events = [{"timestamp": now, "message": f"{line}\n"} for line in item.logs.split("\n") if line]
        try:
            _put(client, item.log_group, item.log_stream, events)
        except (BotoCoreError, ClientError) as error:
            LOG.warning("the log of %s is lost: %s", item.log_group, error)


def _put(client: Any, group: str, stream: str, events: list[dict[str, Any]]) -> None:
    absent = client.exceptions.ResourceNotFoundException
    place = {"logGroupName": group, "logStreamName": stream}
    try:
        client.put_log_events(**place, logEvents=events)
        return
    except absent:
        pass
    try:
        client.create_log_stream(**place)
    except absent:
        client.create_log_group(logGroupName=group)
        client.create_log_stream(**place)
    client.put_log_events(**place, logEvents=events)


def install() -> None:
    """Repairs the destination of logs."""
    replace(logs.LogHandler, "run_log_loop", _write_until_stopped)

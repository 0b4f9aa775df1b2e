"""The metrics of Lambda and SQS go to CloudWatch in batches: a call for each of them would cost as much as the work itself."""

import logging
import threading
import time
from collections import defaultdict
from datetime import datetime, timezone
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from localemu.aws.connect import connect_to
from localemu.services.lambda_.invocation import metrics as lambda_metrics
from localemu.services.sqs import provider as sqs_provider
from localemu.utils.cloudwatch import cloudwatch_util

from ..patching import original, replace

LOG = logging.getLogger(__name__)

FLUSH_SECONDS = 1.0
_BATCH = 500  # PutMetricData takes up to 1,000

_Place = tuple[str, str, str]
"""Account, Region, namespace."""

_waiting: dict[_Place, list[dict[str, Any]]] = defaultdict(list)
_lock = threading.Lock()


def _add(place: _Place, name: str, dimension: tuple[str, str], value: float, unit: str) -> None:
    with _lock:
        _waiting[place].append(
            {
                "MetricName": name,
                "Dimensions": [{"Name": dimension[0], "Value": dimension[1]}],
                "Unit": unit,
                "Timestamp": datetime.now(timezone.utc),
                "Value": value,
            }
        )


def _function_metric(
    metric: str, value: float, described: dict[str, Any], account_id: str | None = None, region_name: str | None = None
) -> None:
    place = (account_id or "", region_name or "", "AWS/Lambda")
    _add(place, metric, ("FunctionName", described["func_name"]), value, "Count")


def _queue_metric(
    account_id: str, region: str, queue_name: str, metric: str, value: float = 1, unit: str = "Count"
) -> None:
    _add((account_id, region, "AWS/SQS"), metric, ("QueueName", queue_name), value, unit)


def _flush_for_ever() -> None:
    while True:
        time.sleep(FLUSH_SECONDS)
        with _lock:
            batches = dict(_waiting)
            _waiting.clear()
        for (account, region, namespace), data in batches.items():
            config = cloudwatch_util._internal_call_config()
            client = connect_to(aws_access_key_id=account, region_name=region, config=config).cloudwatch
            for start in range(0, len(data), _BATCH):
                try:
                    client.put_metric_data(Namespace=namespace, MetricData=data[start : start + _BATCH])
                except (BotoCoreError, ClientError) as error:
                    LOG.warning("%d metrics of %s are lost: %s", len(data), namespace, error)


def install() -> None:
    """Collects metrics and sends them once a second."""
    original(cloudwatch_util, "_internal_call_config")
    replace(lambda_metrics, "publish_lambda_metric", _function_metric)
    replace(sqs_provider, "publish_sqs_metric", _queue_metric)
    threading.Thread(target=_flush_for_ever, name="metrics", daemon=True).start()

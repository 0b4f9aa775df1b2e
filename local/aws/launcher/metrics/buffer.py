"""Sends Lambda's and SQS's metrics to CloudWatch in batches: single calls would cost as much as the work itself."""

import logging
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
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
_Metric = tuple[str, tuple[str, str], str]
"""Name, dimension, unit."""

_waiting: dict[_Place, dict[_Metric, Counter[float]]] = defaultdict(lambda: defaultdict(Counter))
_lock = threading.Lock()


def _add(place: _Place, name: str, dimension: tuple[str, str], value: float, unit: str) -> None:
    with _lock:
        _waiting[place][name, dimension, unit][value] += 1


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
        for (account, region, namespace), metrics in batches.items():
            data = [_datum(metric, values) for metric, values in metrics.items()]
            config = cloudwatch_util._internal_call_config()
            client = connect_to(aws_access_key_id=account, region_name=region, config=config).cloudwatch
            for start in range(0, len(data), _BATCH):
                try:
                    client.put_metric_data(Namespace=namespace, MetricData=data[start : start + _BATCH])
                except (BotoCoreError, ClientError) as error:
                    LOG.warning("%d metrics of %s are lost: %s", len(data), namespace, error)


def _datum(metric: _Metric, values: Counter[float]) -> dict[str, Any]:
    name, (dimension, value), unit = metric
    return {
        "MetricName": name,
        "Dimensions": [{"Name": dimension, "Value": value}],
        "Unit": unit,
        "Timestamp": datetime.now(UTC),
        "Values": list(values.keys()),
        "Counts": list(values.values()),
    }


def install() -> None:
    """Collects metrics and sends them once a second."""
    original(cloudwatch_util, "_internal_call_config")
    replace(lambda_metrics, "publish_lambda_metric", _function_metric)
    replace(sqs_provider, "publish_sqs_metric", _queue_metric)
    threading.Thread(target=_flush_for_ever, name="metrics", daemon=True).start()

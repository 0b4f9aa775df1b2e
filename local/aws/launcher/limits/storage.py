"""Parameters by tier, tags of buckets, patterns of rules.

https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/CostAllocTagging.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
"""

from typing import Any

from ..operations import error

_SIZES = {"Standard": 4096, "Advanced": 8192}
_BUCKET_TAGS = 50
_PATTERN = 2048
"""The default quota: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""


def _parameter(parameters: dict[str, Any], account: str, region: str) -> None:
    tier = parameters.get("Tier") or "Standard"
    most = _SIZES.get(tier, _SIZES["Advanced"])
    if len((parameters.get("Value") or "").encode()) > most:
        raise error(
            "ValidationException",
            f"{tier} tier parameters support a maximum parameter value of {most} characters. To create a larger "
            "parameter value, upgrade the parameter to use the advanced-parameter tier.",
        )


def _tagging(parameters: dict[str, Any], account: str, region: str) -> None:
    if len((parameters.get("Tagging") or {}).get("TagSet") or []) > _BUCKET_TAGS:
        raise error("BadRequest", f"Bucket tag count cannot be greater than {_BUCKET_TAGS}")


def _pattern(parameters: dict[str, Any], account: str, region: str) -> None:
    if len(parameters.get("EventPattern") or "") > _PATTERN:
        raise error("LimitExceededException", f"The event pattern is longer than {_PATTERN} characters.")


PARAMETERS = {"PutParameter": _parameter}
RULES = {"PutRule": _pattern}
BUCKETS = {"PutBucketTagging": _tagging}

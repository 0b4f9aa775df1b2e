"""GuardDuty: an account has one detector in a Region, which shows its last update and has tags.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from moto.guardduty.exceptions import DetectorNotFoundException, GuardDutyException
from moto.guardduty.models import GuardDutyBackend, guardduty_backends

from ..operations import add
from ..patching import wrap


class _RejectedError(GuardDutyException):
    code = 400

    def __init__(self, why: str) -> None:
        super().__init__("BadRequestException", f"The request is rejected because {why}.")


_NOT_OWNED = "the input detectorId is not owned by the current account"


def _tags(context: Any, arn: str) -> dict[str, str]:
    detectors = guardduty_backends[context.account_id][context.region].detectors
    found = detectors.get(arn.rpartition(":detector/")[2])
    if found is None:
        raise _RejectedError(_NOT_OWNED)
    tags: dict[str, str] = found.tags
    return tags


def _tag(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    _tags(context, parameters["ResourceArn"]).update(parameters["Tags"])
    return {}


def _untag(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    for key in parameters["TagKeys"]:
        _tags(context, parameters["ResourceArn"]).pop(key, None)
    return {}


def install() -> None:
    """Refuses a second detector, and adds the time of the last update and tags."""

    @wrap(GuardDutyBackend, "create_detector")
    def create(earlier: Callable[..., str], self: Any, *args: Any, **kwargs: Any) -> str:
        if self.detectors:
            raise _RejectedError("a detector already exists for the current account")
        return earlier(self, *args, **kwargs)

    @wrap(GuardDutyBackend, "get_detector")
    def get(earlier: Callable[..., Any], self: Any, detector_id: str) -> Any:
        try:
            return earlier(self, detector_id)
        except DetectorNotFoundException:
            raise _RejectedError(_NOT_OWNED) from None

    @wrap(GuardDutyBackend, "update_detector")
    def update(earlier: Callable[..., None], self: Any, detector_id: str, *args: Any, **kwargs: Any) -> None:
        earlier(self, detector_id, *args, **kwargs)
        self.get_detector(detector_id).updated_at = datetime.now()

    add("guardduty", {"TagResource": _tag, "UntagResource": _untag})

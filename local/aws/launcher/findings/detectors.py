"""GuardDuty: an account has one detector in a Region.

https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html
"""

from collections.abc import Callable
from typing import Any

from moto.guardduty.exceptions import GuardDutyException
from moto.guardduty.models import GuardDutyBackend

from ..patching import wrap


class _DetectorExistsError(GuardDutyException):
    code = 400

    def __init__(self) -> None:
        super().__init__(
            "BadRequestException",
            "The request is rejected because a detector already exists for the current account.",
        )


def install() -> None:
    """Refuses a second detector."""

    @wrap(GuardDutyBackend, "create_detector")
    def create(earlier: Callable[..., str], self: Any, *args: Any, **kwargs: Any) -> str:
        if self.detectors:
            raise _DetectorExistsError()
        return earlier(self, *args, **kwargs)

"""The control call for states that AWS reaches by itself: POST /_local-aws/states. AWS has no such call."""

from collections.abc import Callable
from typing import Any

from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis

from .ec2.shared import share
from .ec2.snapshots import hold, set_state
from .scaling import lifecycle

PATH = "/_local-aws/states"


def _lifecycle(told: dict[str, Any]) -> None:
    lifecycle.set_state(told["account"], told["region"], told["instance"], told["state"])


def _snapshot(told: dict[str, Any]) -> None:
    set_state(told["account"], told["region"], told["snapshot"], told["state"])


def _hold(told: dict[str, Any]) -> None:
    hold(told["account"], told["region"], told["held"])


def _share(told: dict[str, Any]) -> None:
    share(told["account"], told["region"], told["with"], told.get("subnets", []), told.get("groups", []))


_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "lifecycle": _lifecycle,
    "snapshot": _snapshot,
    "holdSnapshots": _hold,
    "share": _share,
}


class States:
    """The changes as a resource; `change` selects one."""

    def on_post(self, request: Any) -> Response:
        """Makes a change; 400 with the reason if it cannot be made."""
        told = request.get_json(force=True)
        response = Response(status=200)
        try:
            _CHANGES[told["change"]](told)
            response.set_json({})
        except (KeyError, ValueError) as reason:
            response = Response(status=400)
            response.set_json({"error": str(reason)})
        return response


def install() -> None:
    """Adds the path."""
    get_internal_apis().add(Resource(PATH, States()))

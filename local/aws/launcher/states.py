"""The control call for states that AWS reaches by itself: POST /_local-aws/states. AWS has no such call."""

from collections.abc import Callable
from typing import Any

from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis

from .ec2.shared import share
from .ec2.snapshots import hold, set_state
from .iam.stores import age_sessions
from .scaling import lifecycle

PATH = "/_local-aws/states"


def _lifecycle(given: dict[str, Any]) -> None:
    lifecycle.set_state(given["account"], given["region"], given["instance"], given["state"])


def _snapshot(given: dict[str, Any]) -> None:
    set_state(given["account"], given["region"], given["snapshot"], given["state"])


def _hold(given: dict[str, Any]) -> None:
    hold(given["account"], given["region"], given["held"])


def _share(given: dict[str, Any]) -> None:
    share(given["account"], given["region"], given["with"], given.get("subnets", []), given.get("groups", []))


def _sessions(given: dict[str, Any]) -> None:
    age_sessions(given["account"], given["seconds"])


_CHANGES: dict[str, Callable[[dict[str, Any]], None]] = {
    "lifecycle": _lifecycle,
    "snapshot": _snapshot,
    "holdSnapshots": _hold,
    "share": _share,
    "sessions": _sessions,
}


class States:
    """The changes as a resource; `change` selects one."""

    def on_post(self, request: Any) -> Response:
        """Makes a change; 400 with the reason if it cannot be made."""
        given = request.get_json(force=True)
        response = Response(status=200)
        try:
            _CHANGES[given["change"]](given)
            response.set_json({})
        except (KeyError, ValueError) as reason:
            response = Response(status=400)
            response.set_json({"error": str(reason)})
        return response


def install() -> None:
    """Adds the path."""
    get_internal_apis().add(Resource(PATH, States()))

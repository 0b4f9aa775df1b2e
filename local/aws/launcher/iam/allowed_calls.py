"""Records the allowed calls of roles, so that tests can find unused permissions.

Each role, action and resource is one line of JSON in `allowed-calls.jsonl` in the state folder, once.
"""

import json
from pathlib import Path
from threading import Lock

from ..policies.principals import Caller

_file = Path("allowed-calls.jsonl").resolve()
_noted: set[tuple[str, str, str]] = set()
_lock = Lock()


def note(caller: Caller, action: str, resource: str) -> None:
    """Records that an action of a role's session was allowed."""
    if caller.role_arn is None:
        return
    call = (caller.role_arn, action, resource)
    with _lock:
        if call in _noted:
            return
        _noted.add(call)
        with _file.open("a") as file:
            file.write(json.dumps(dict(zip(("role", "action", "resource"), call, strict=True))) + "\n")

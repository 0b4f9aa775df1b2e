"""Notes what roles were allowed to do, so that tests can find permissions that nothing uses.

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
    """Remembers that a session of a role was allowed an action."""
    if caller.role_arn is None:
        return
    call = (caller.role_arn, action, resource)
    with _lock:
        if call in _noted:
            return
        _noted.add(call)
        with _file.open("a") as file:
            file.write(json.dumps(dict(zip(("role", "action", "resource"), call, strict=True))) + "\n")

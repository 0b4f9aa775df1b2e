"""GuardDuty: lists of trusted addresses and entities, for which it creates no findings.

https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html
"""

from collections import defaultdict
from typing import Any, NamedTuple
from uuid import uuid4

from ..operations import Operation, add, error
from .guard_duty_members import own_detector

List = dict[str, Any]


class _Kind(NamedTuple):
    """A kind of list: its name in operations, and the members of its requests and answers."""

    name: str
    id_member: str
    ids_member: str


_KINDS = (
    _Kind("IPSet", "IpSetId", "IpSetIds"),
    _Kind("TrustedEntitySet", "TrustedEntitySetId", "TrustedEntitySetIds"),
)

_lists: dict[tuple[str, str], dict[str, List]] = defaultdict(dict)
"""Lists by kind and detector, then by id, in the form of the answer."""

_ANSWERED = ("Name", "Format", "Location", "ExpectedBucketOwner")


def _operations(kind: _Kind) -> dict[str, Operation]:
    def lists_of(context: Any, request: dict[str, Any]) -> dict[str, List]:
        return _lists[kind.name, own_detector(context, request)]

    def one_of(context: Any, request: dict[str, Any]) -> List:
        found = lists_of(context, request).get(request[kind.id_member])
        if found is None:
            raise error("BadRequestException", "The request is rejected because the input ID is not found.")
        return found

    def create(context: Any, request: dict[str, Any]) -> dict[str, Any]:
        new_id = uuid4().hex
        status = "ACTIVE" if request["Activate"] else "INACTIVE"
        shown = {name: request[name] for name in _ANSWERED if name in request}
        lists_of(context, request)[new_id] = {**shown, "Status": status, "Tags": request.get("Tags") or {}}
        return {kind.id_member: new_id}

    def update(context: Any, request: dict[str, Any]) -> dict[str, Any]:
        found = one_of(context, request)
        found.update({name: request[name] for name in _ANSWERED if request.get(name) is not None})
        if request.get("Activate") is not None:
            found["Status"] = "ACTIVE" if request["Activate"] else "INACTIVE"
        return {}

    def delete(context: Any, request: dict[str, Any]) -> dict[str, Any]:
        one_of(context, request)
        del lists_of(context, request)[request[kind.id_member]]
        return {}

    return {
        f"Create{kind.name}": create,
        f"Update{kind.name}": update,
        f"Delete{kind.name}": delete,
        f"Get{kind.name}": one_of,
        f"List{kind.name}s": lambda context, request: {kind.ids_member: list(lists_of(context, request))},
    }


def install() -> None:
    """Adds the operations to GuardDuty."""
    for kind in _KINDS:
        add("guardduty", _operations(kind))

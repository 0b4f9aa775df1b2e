"""The control call of the faults: GET, POST and DELETE of /_local-aws/faults. AWS has no such call."""

from typing import Any

from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis

from . import hidden, stale
from .rules import BOOK

PATH = "/_local-aws/faults"


def _json(value: Any, status: int = 200) -> Response:
    response = Response(status=status)
    response.set_json(value)
    return response


class Faults:
    """The rules as a resource."""

    def on_get(self, request: Any) -> Response:
        """Lists the rules and how often each acted."""
        return _json(BOOK.listed())

    def on_post(self, request: Any) -> Response:
        """Adds a rule; 400 with the reason if it is invalid."""
        spec = request.get_json(force=True)
        try:
            if spec.get("kind") == "hide" and spec.get("operation"):
                hidden.identifier_path(spec)
            return _json({"id": BOOK.add(spec)})
        except ValueError as reason:
            return _json({"error": str(reason)}, 400)

    def on_delete(self, request: Any) -> Response:
        """Removes the rule that `id` names, or all rules with their state."""
        number = request.args.get("id")
        BOOK.remove(int(number) if number else None)
        if not number:
            stale.forget()
        return _json({})


def install() -> None:
    """Adds the path."""
    get_internal_apis().add(Resource(PATH, Faults()))

"""Applies faults after the permission check, around the service's handler."""

import time
from typing import Any

from localemu.aws.client import parse_response
from localemu.aws.handlers.service import ServiceRequestRouter
from localemu.aws.protocol.serializer import create_serializer

from ..functions.process import kill_functions
from ..operations import error
from ..patching import wrap
from . import hidden, stale
from .calls import Call, call_of
from .rules import BOOK


def _route(route: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    call = call_of(context) if BOOK.rules else None
    if call is None:
        route(self, chain, context, response)
        return
    _fail(call, "before")
    hidden.refuse_hidden(call)
    if old := stale.old_answer(call):
        response.status_code, body, headers = old
        response.set_data(body)
        response.headers.clear()
        for name, value in headers:
            response.headers.add(name, value)
        return
    route(self, chain, context, response)
    if response.status_code >= 400:
        return
    _fail(call, "after")

    def answer() -> dict[str, Any]:
        return parse_response(context.operation, context.protocol, response, include_response_metadata=False)

    if not call.reads:
        hidden.begin_hiding(call, answer)
        stale.begin(call)
        return
    visible = hidden.without_hidden(call, answer)
    if visible is not None:
        serializer = create_serializer(context.service, context.protocol)
        response.update_from(
            serializer.serialize_to_response(visible, context.operation, context.request.headers, context.request_id)
        )
    stale.remember(call, response)


def _fail(call: Call, when: str) -> None:
    spec = BOOK.failing(call, when)
    if spec is None:
        return
    if spec.get("kill"):
        kill_functions(spec["kill"])
    time.sleep(spec.get("delaySeconds", 0))
    if spec.get("code"):
        raise error(spec["code"], spec.get("message") or "a fault on demand", spec.get("status") or 400)


def install() -> None:
    """Makes calls fail and answers lag."""
    wrap(ServiceRequestRouter, "__call__")(_route)

"""The groups of every interface and the rules of every group, after each change: GET /_local-aws/reach-history.

Whether a connection has survived depends on every state of its groups, even one that lasted for milliseconds. AWS has
no such call.
"""

import threading
from collections import deque
from typing import Any

from localemu.aws.handlers.service import ServiceRequestRouter
from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis

from ..patching import wrap

PATH = "/_local-aws/reach-history"
_KEPT = 5000

_lock = threading.Lock()
_steps: deque[dict[str, Any]] = deque(maxlen=_KEPT)
_count = 0


def _route(route: Any, self: Any, chain: Any, context: Any, response: Any) -> None:
    route(self, chain, context, response)
    if not context.service or context.service.service_name != "ec2" or response.status_code >= 400:
        return
    if not context.operation.name.startswith(("Describe", "Get")):
        _note(context.operation.name, context.account_id, context.region)


def _note(operation: str, account: str, region: str) -> None:
    global _count
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account][region]
    with _lock:
        interfaces = {one.id: [group.id for group in one._group_set] for one in list(backend.enis.values())}
        groups = {
            group.id: {"ingress": _rules(group.ingress_rules), "egress": _rules(group.egress_rules)}
            for of_vpc in list(backend.groups.values())
            for group in list(of_vpc.values())
        }
        last = next((one for one in reversed(_steps) if (one["account"], one["region"]) == (account, region)), None)
        if last and last["interfaces"] == interfaces and last["groups"] == groups:
            return
        _count += 1
        place = {"account": account, "region": region}
        _steps.append({"number": _count, "operation": operation, **place, "interfaces": interfaces, "groups": groups})


def _rules(rules: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "protocol": rule.ip_protocol,
            "from": rule.from_port,
            "to": rule.to_port,
            "cidr": rule.cidr_ipv4 or rule.cidr_ipv6 or None,
            "prefixList": rule.prefix_list_id or None,
            "group": rule.source_group.get("GroupId"),
        }
        for rule in list(rules)
    ]


class History:
    """The steps as a resource; `after` is the number of the last known step."""

    def on_get(self, request: Any) -> Response:
        """Every later step, and the number of the last one. 410 if some of them are no longer kept."""
        after = int(request.args.get("after", 0))
        with _lock:
            later = [step for step in _steps if step["number"] > after]
            gone = bool(_steps) and _steps[0]["number"] > after + 1 and "after" in request.args
            answer = {"last": _count, "steps": [] if "after" not in request.args else later}
        response = Response(status=410 if gone else 200)
        response.set_json(answer)
        return response


def install() -> None:
    """Records every change and adds the path."""
    wrap(ServiceRequestRouter, "__call__")(_route)
    get_internal_apis().add(Resource(PATH, History()))

"""What a cluster stores, and who may do what with it.

https://kubernetes.io/docs/reference/using-api/api-concepts/
https://kubernetes.io/docs/reference/access-authn-authz/rbac/
"""

import copy
import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any

from .schemas import problem

KINDS = {
    "pods": "Pod",
    "nodes": "Node",
    "serviceaccounts": "ServiceAccount",
    "networkpolicies": "NetworkPolicy",
    "clusterroles": "ClusterRole",
    "clusterrolebindings": "ClusterRoleBinding",
}

_versions = itertools.count(1)


class Refused(Exception):
    """A Status with a failure: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/."""

    def __init__(self, code: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.code, self.reason = code, reason


@dataclass(frozen=True)
class Request:
    """What a request asks for. A namespace of None is the whole cluster."""

    verb: str
    group: str
    resource: str
    namespace: str | None
    name: str | None


@dataclass
class Store:
    """The objects of one cluster by resource, namespace and name."""

    objects: dict[tuple[str, str | None, str], dict[str, Any]] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def allows(self, groups: list[str], request: Request) -> bool:
        """Whether a ClusterRole that is bound to one of the groups has the right."""
        bound = [
            binding["roleRef"]["name"]
            for binding in self.listed("clusterrolebindings", None)
            if any(one["kind"] == "Group" and one["name"] in groups for one in binding["subjects"])
        ]
        rules = [rule for role in self.listed("clusterroles", None) if _name(role) in bound for rule in role["rules"]]
        return any(
            request.group in rule["apiGroups"]
            and request.resource in rule["resources"]
            and request.verb in rule["verbs"]
            and (not rule.get("resourceNames") or request.name in rule["resourceNames"])
            for rule in rules
        )

    def listed(self, resource: str, namespace: str | None) -> list[dict[str, Any]]:
        """The objects of one namespace, or of the whole cluster."""
        with self.lock:
            return [
                copy.deepcopy(one)
                for (kind, space, _), one in self.objects.items()
                if kind == resource and namespace in (None, space)
            ]

    def found(self, request: Request) -> dict[str, Any]:
        """The object. Raises Refused with 404 if there is none."""
        one = self.objects.get((request.resource, request.namespace, request.name or ""))
        if one is None:
            raise Refused(404, "NotFound", f'{request.resource} "{request.name}" not found')
        return one

    def act(self, request: Request, body: Any) -> dict[str, Any]:
        """The answer to an allowed request."""
        with self.lock:
            return copy.deepcopy(_ACTIONS[request.verb](self, request, body))

    def _list(self, request: Request, _: Any) -> dict[str, Any]:
        items = self.listed(request.resource, request.namespace)
        return {"kind": f"{KINDS[request.resource]}List", "metadata": {}, "items": items}

    def _create(self, request: Request, body: Any) -> dict[str, Any]:
        _check(request, body)
        key = (request.resource, request.namespace, _name(body))
        if key in self.objects:
            raise Refused(409, "AlreadyExists", f'{request.resource} "{key[2]}" already exists')
        made = {"uid": str(uuid.uuid4()), "creationTimestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
        space = {"namespace": request.namespace} if request.namespace else {}
        self.objects[key] = {**body, "metadata": {**body["metadata"], **space, **made}}
        return _changed(self.objects[key])

    def _update(self, request: Request, body: Any) -> dict[str, Any]:
        return self._replace(request, body, self.found(request))

    def _patch(self, request: Request, body: Any) -> dict[str, Any]:
        return self._replace(request, _merged(_given(self.found(request)), body), self.found(request))

    def _replace(self, request: Request, body: Any, before: dict[str, Any]) -> dict[str, Any]:
        _check(request, body)
        for name in ("uid", "resourceVersion"):
            if body["metadata"].get(name, before["metadata"][name]) != before["metadata"][name]:
                raise Refused(409, "Conflict", f"Operation cannot be fulfilled: the {name} in the precondition differs")
        kept = {name: before["metadata"][name] for name in ("uid", "creationTimestamp")}
        key = (request.resource, request.namespace, request.name or "")
        self.objects[key] = {**body, "metadata": {**body["metadata"], **kept}}
        return _changed(self.objects[key])

    def _delete(self, request: Request, body: Any) -> dict[str, Any]:
        before = self.found(request)
        wanted = ((body or {}).get("preconditions") or {}).get("uid")
        if wanted is not None and wanted != before["metadata"]["uid"]:
            raise Refused(409, "Conflict", "the UID in the precondition does not match the UID in record")
        return self.objects.pop((request.resource, request.namespace, request.name or ""))


_ACTIONS: dict[str, Any] = {
    "get": lambda store, request, _: store.found(request),
    "list": Store._list,
    "create": Store._create,
    "update": Store._update,
    "patch": Store._patch,
    "delete": Store._delete,
}


def _name(one: dict[str, Any]) -> str:
    return one["metadata"]["name"]


def _given(one: dict[str, Any]) -> dict[str, Any]:
    """An object as a client could have sent it."""
    own = {key: value for key, value in one["metadata"].items() if key != "creationTimestamp"}
    return {**copy.deepcopy(one), "metadata": own}


def _changed(one: dict[str, Any]) -> dict[str, Any]:
    one["metadata"]["resourceVersion"] = str(next(_versions))
    return one


def _check(request: Request, body: Any) -> None:
    if wrong := problem(KINDS[request.resource], body):
        raise Refused(422, "Invalid", f"{KINDS[request.resource]} is invalid: {wrong}")


def _merged(before: Any, patch: Any) -> Any:
    """https://www.rfc-editor.org/rfc/rfc7386."""
    if not isinstance(patch, dict):
        return patch
    result = dict(before) if isinstance(before, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key), value)
    return result

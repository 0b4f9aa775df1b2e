"""What the bodies of the Kubernetes API must look like, for the few types that are stored here.

The properties are those of Kubernetes' published OpenAPI document (NetworkPolicySpec and what it contains, ObjectMeta);
unknown ones are refused, as with fieldValidation=Strict.

https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation
"""

from typing import Any

from jsonschema import Draft202012Validator

_TEXT = {"type": "string"}


def _texts(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": value}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_NAME = {"type": "string", "maxLength": 253, "pattern": r"^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$"}
_LABEL = {"type": "string", "maxLength": 63, "pattern": r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$"}
_LABEL_KEY = r"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$"
_LABELS = {**_texts(_LABEL), "propertyNames": {"pattern": _LABEL_KEY}}
_META = _object(
    {
        "name": _NAME,
        "namespace": _NAME,
        "labels": _LABELS,
        "annotations": _texts(_TEXT),
        "uid": _TEXT,
        "resourceVersion": _TEXT,
        "ownerReferences": _list({"type": "object"}),
    },
    "name",
)
_REQUIREMENT = _object(
    {"key": _TEXT, "operator": {"enum": ["In", "NotIn", "Exists", "DoesNotExist"]}, "values": _list(_TEXT)},
    "key",
    "operator",
)
_SELECTOR = _object({"matchLabels": _LABELS, "matchExpressions": _list(_REQUIREMENT)})
_PORT = _object(
    {
        "port": {"type": ["integer", "string"]},
        "endPort": {"type": "integer"},
        "protocol": {"enum": ["TCP", "UDP", "SCTP"]},
    }
)
_BLOCK = _object({"cidr": _TEXT, "except": _list(_TEXT)}, "cidr")
_PEER = _object({"ipBlock": _BLOCK, "namespaceSelector": _SELECTOR, "podSelector": _SELECTOR})
_POLICY = _object(
    {
        "podSelector": _SELECTOR,
        "policyTypes": _list({"enum": ["Ingress", "Egress"]}),
        "ingress": _list(_object({"from": _list(_PEER), "ports": _list(_PORT)})),
        "egress": _list(_object({"to": _list(_PEER), "ports": _list(_PORT)})),
    }
)
_SPECS = {
    "NetworkPolicy": ({"spec": _POLICY}, "networking.k8s.io/v1"),
    "Pod": ({"spec": {"type": "object"}, "status": {"type": "object"}}, "v1"),
    "Node": ({"spec": {"type": "object"}, "status": {"type": "object"}}, "v1"),
    "ServiceAccount": ({}, "v1"),
    "ClusterRole": ({"rules": {"type": "array"}}, "rbac.authorization.k8s.io/v1"),
    "ClusterRoleBinding": (
        {"roleRef": {"type": "object"}, "subjects": {"type": "array"}},
        "rbac.authorization.k8s.io/v1",
    ),
}


def problem(kind: str, body: Any) -> str | None:
    """What is wrong with an object of this kind; None if nothing is."""
    parts, version = _SPECS[kind]
    known = {"apiVersion": {"const": version}, "kind": {"const": kind}, "metadata": _META, **parts}
    found = next(Draft202012Validator(_object(known, "apiVersion", "kind", "metadata")).iter_errors(body), None)
    return None if found is None else f"{'.'.join(str(one) for one in found.path)}: {found.message}"

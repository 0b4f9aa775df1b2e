"""The Kubernetes API of each cluster, over HTTPS on a port of its own: a double of kube-apiserver.

It checks the caller's token and what the caller's access entry allows, and keeps pods, nodes, network policies, service
accounts and RBAC as given: nothing runs, is scheduled or filtered. The root user of the cluster's account may do everything.

https://docs.aws.amazon.com/eks/latest/userguide/cluster-auth.html
"""

import base64
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from moto.ec2.models import ec2_backends
from moto.eks.models import EKSBackend

from ..patching import wrap
from . import certificates
from .access import entry_of
from .objects import KINDS, Refused, Request, Store
from .tokens import caller_of

_PATH = re.compile(
    r"^/(?:api/v1|apis/(?P<group>[a-z0-9.]+)/v1)(?:/namespaces/(?P<namespace>[^/]+))?/(?P<resource>[a-z]+)(?:/(?P<name>[^/]+))?$"
)
_VERBS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


def _request(method: str, path: str) -> Request:
    match = _PATH.match(path)
    if not match or match["resource"] not in KINDS:
        raise Refused(404, "NotFound", "the server could not find the requested resource")
    verb = "list" if method == "GET" and not match["name"] else _VERBS[method]
    return Request(verb, match["group"] or "", match["resource"], match["namespace"], match["name"])


def _authorize(cluster: Any, account: str, token: str, request: Request, store: Store) -> None:
    caller = caller_of(token, cluster.name)
    if caller is None:
        raise Refused(401, "Unauthorized", "Unauthorized")
    if caller.principal_type == "Root" and caller.account_id == account:
        return
    entry = entry_of(cluster, caller.account_id, getattr(caller, "role_name", None) or "")
    if entry is None:
        raise Refused(401, "Unauthorized", "Unauthorized")
    if not store.allows(entry["kubernetesGroups"], request):
        where = f'in the namespace "{request.namespace}"' if request.namespace else "at the cluster scope"
        raise Refused(
            403,
            "Forbidden",
            f'{request.resource} "{request.name}" is forbidden: User "{entry["username"]}" cannot {request.verb} '
            f'resource "{request.resource}" in API group "{request.group}" {where}',
        )


def _handler(cluster: Any, account: str) -> type[BaseHTTPRequestHandler]:
    store = Store()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            try:
                parts = urlsplit(self.path)
                request = _request(self.command, parts.path)
                token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
                _authorize(cluster, account, token, request, store)
                _check_form(self.command, self.headers.get("Content-Type"), parse_qs(parts.query))
                self._answer(201 if request.verb == "create" else 200, store.act(request, json.loads(sent or "null")))
            except Refused as refused:
                status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": str(refused)}
                self._answer(refused.code, {**status, "reason": refused.reason, "code": refused.code})

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

        def _answer(self, code: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Writes nothing: the log is that of the local AWS."""

    return Handler


def _check_form(method: str, form: str | None, query: dict[str, list[str]]) -> None:
    """https://kubernetes.io/docs/reference/using-api/api-concepts/#patch-and-apply."""
    wanted = "application/merge-patch+json" if method == "PATCH" else "application/json"
    if method in ("POST", "PUT", "PATCH") and form != wanted:
        raise Refused(415, "UnsupportedMediaType", f"the body of the request was in an unknown format: {form}")
    if query.get("fieldValidation", ["Strict"]) not in (["Ignore"], ["Warn"], ["Strict"]):
        raise Refused(400, "BadRequest", "invalid fieldValidation")


def _vpc_of(backend: EKSBackend, subnets: list[str]) -> str | None:
    ec2 = ec2_backends[backend.account_id][backend.region_name]
    known = [subnet for zone in ec2.subnets.values() for name, subnet in zone.items() if name in subnets]
    return known[0].vpc_id if known else None


def install() -> None:
    """Gives every new cluster its API, and the VPC of its subnets."""

    @wrap(EKSBackend, "create_cluster")
    def _create(create: Any, self: Any, *arguments: Any, **options: Any) -> Any:
        cluster = create(self, *arguments, **options)
        ca, context = certificates.make()
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(cluster, self.account_id))
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        Thread(target=server.serve_forever, name=f"cluster-{cluster.name}", daemon=True).start()
        cluster.certificate_authority = {"data": base64.b64encode(ca).decode()}
        cluster.endpoint = f"https://127.0.0.1:{server.server_address[1]}"
        network = {"endpointPublicAccess": True, "endpointPrivateAccess": False, "publicAccessCidrs": ["0.0.0.0/0"]}
        given = cluster.resources_vpc_config or {}
        vpc = _vpc_of(self, given.get("subnetIds") or [])
        cluster.resources_vpc_config = {**network, **given, **({"vpcId": vpc} if vpc else {})}
        return cluster

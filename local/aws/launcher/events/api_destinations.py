"""Row P46: calls of API destinations, as EventBridge makes them.

- The target's role is assumed and needs `events:InvokeApiDestination`.
- The secret values of a connection are in its secret only, and every request has them.
- A request ends after 5 seconds. Only status 429, 5xx and broken requests are tried again; everything else that is not
  2xx is final.
- A value of the event that stands alone in a JSON template is written as JSON, whatever is in it.

The parameter `/local-aws/api-destinations/HOST` of the account and Region holds the origin that stands for HOST, such as
`http://127.0.0.1:8080`: nothing here reaches the internet.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
import re
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests
from botocore.exceptions import ClientError
from localemu.aws.connect import connect_to
from localemu.services.events import target
from localemu.services.events.connection import ConnectionService

from ..patching import replace, wrap

PREFIX = "/local-aws/api-destinations/"

_SECONDS = 5
_ALONE = re.compile(r"(?<=[:\[,])\s*<([^<>]+)>\s*(?=[,\]}])")
_PLACEHOLDER = re.compile(r"<([^<>]+)>")


def _send_event(self: Any, event: Any, trace_header: Any) -> None:
    """Calls the endpoint once. Raises a ClientError with the status of a refusal."""
    client = connect_to(aws_access_key_id=self.target_account_id, region_name=self.target_region)
    _check_role(self, client)
    destination = client.events.describe_api_destination(Name=self.arn.split("/")[1])
    name = destination["ConnectionArn"].split("/")[1]
    secret_id = client.events.describe_connection(Name=name)["SecretArn"]
    secret = json.loads(client.secretsmanager.get_secret_value(SecretId=secret_id)["SecretString"])
    more = secret.get("invocation_http_parameters", {})
    given = {kind: {item["Key"]: item["Value"] for item in more.get(kind, [])} for kind in _KINDS}
    headers = {
        "User-Agent": "Amazon/EventBridge/ApiDestinations",
        "Content-Type": "application/json; charset=utf-8",
        "Range": "bytes=0-1048575",
        secret["api_key_name"]: secret["api_key_value"],
        **given["HeaderParameters"],
    }
    body = {**event, **given["BodyParameters"]} if isinstance(event, dict) else event
    url = _url(destination["InvocationEndpoint"], given["QueryStringParameters"], self)
    try:
        status = requests.request(
            destination["HttpMethod"],
            url,
            data=json.dumps(body),
            headers=headers,
            timeout=_SECONDS,
            allow_redirects=False,
        ).status_code
    except requests.RequestException as problem:
        raise _error(503, type(problem).__name__) from None
    if not 200 <= status < 300:
        raise _error(status if status >= 400 else 400, f"status code {status}")


_KINDS = ("HeaderParameters", "BodyParameters", "QueryStringParameters")


def _check_role(sender: Any, client: Any) -> None:
    role = sender.target.get("RoleArn")
    if not role:
        raise _error(400, "the target has no role", "AccessDenied")
    sts = client.sts.request_metadata(service_principal="events", source_arn=sender.rule_arn)
    sts.assume_role(RoleArn=role, RoleSessionName="events")
    simulated = client.iam.simulate_principal_policy(
        PolicySourceArn=role, ActionNames=["events:InvokeApiDestination"], ResourceArns=[sender.arn]
    )
    if simulated["EvaluationResults"][0]["EvalDecision"] != "allowed":
        raise _error(403, f"{role} may not call {sender.arn}", "AccessDenied")


def _url(endpoint: str, query: dict[str, str], sender: Any) -> str:
    """The URL of a request: at the origin that stands for its host, if there is one."""
    from moto.ssm.models import ssm_backends

    parts = urlsplit(endpoint)
    found: Any = ssm_backends[sender.target_account_id][sender.target_region].get_parameter(f"{PREFIX}{parts.netloc}")
    if found is not None:
        origin = urlsplit(found.value)
        parts = parts._replace(scheme=origin.scheme, netloc=origin.netloc)
    return urlunsplit(parts._replace(query=urlencode(query) or parts.query))


def _error(status: int, text: str, code: str = "SDK_CLIENT_ERROR") -> ClientError:
    answer = {"Error": {"Code": code, "Message": text}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "InvokeApiDestination")


def _public(get: Any, self: Any, auth_type: str, auth_parameters: Any) -> Any:
    """What describes a connection has no secret value."""
    shown = get(self, auth_type, auth_parameters)
    if more := shown.get("InvocationHttpParameters"):
        shown["InvocationHttpParameters"] = {
            kind: [_without_value(item) for item in items] for kind, items in more.items()
        }
    return shown


def _without_value(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "Value" or not item.get("IsValueSecret")}


def _replace_placeholders(fill: Any, template: str, replacements: dict[str, Any]) -> Any:
    """Fills a JSON template in which each placeholder stands alone; the package fills all others."""
    if not template.strip().startswith("{") or _PLACEHOLDER.search(_ALONE.sub("", template)):
        return fill(template, replacements)
    return json.loads(_ALONE.sub(lambda match: json.dumps(replacements.get(match[1], "")), template))


def install() -> None:
    """Repairs API destinations, the description of connections and JSON templates."""
    replace(target.EventsApiDestinationTargetSender, "send_event", _send_event)
    wrap(ConnectionService, "_get_public_parameters")(_public)
    wrap(target, "replace_template_placeholders")(_replace_placeholders)

"""Row 17: a custom rule may use a function of any account that allows AWS Config, and evaluations invoke it.

https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
"""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from localemu.aws.connect import connect_to
from moto.awslambda import utils

from ..iam.callers import service_caller
from ..iam.resource_policies import policy_of
from ..operations import add, error
from ..patching import replace
from ..policies.decision import Policies, decide
from ..policies.statements import Request

_tokens: dict[str, tuple[str, str, str]] = {}
"""Account, Region and rule by result token."""


class _Functions:
    """The interface through which moto checks the function of a custom rule."""

    def __init__(self, account: str) -> None:
        self._account = account

    def get_function(self, arn: str) -> None:
        """Raises PermissionError unless the function lets AWS Config invoke it for this account."""
        caller = service_caller("config.amazonaws.com", self._account, None)
        policies = Policies(resource=policy_of(arn), same_account=False)
        decision = decide(Request("lambda:InvokeFunction", [arn], caller.keys), caller, policies)
        if not decision.allowed:
            raise PermissionError(f"{arn} does not admit AWS Config {decision.reason}")


def rule_of_token(context: Any, token: str) -> str:
    """The rule of a result token in PutEvaluations. Raises AWS's error for an unknown token.

    `local-aws:RULE` is a rule of the caller's account, so that a test can report results of managed rules.
    """
    if token.startswith("local-aws:"):
        return rule(context, token.removeprefix("local-aws:")).config_rule_name
    account, region, name = _tokens.get(token, ("", "", ""))
    if (account, region) != (context.account_id, context.region):
        raise error("InvalidResultTokenException", "The specified ResultToken is invalid.")
    return rule(context, name).config_rule_name


def rules(context: Any) -> dict[str, Any]:
    """The rules of an account and Region by name."""
    from moto.config.models import config_backends

    return config_backends[context.account_id][context.region].config_rules


def rule(context: Any, name: str) -> Any:
    """A rule by its name. Raises AWS's error if it does not exist."""
    found = rules(context).get(name)
    if found is None:
        text = f"The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name"
        raise error("NoSuchConfigRuleException", text)
    return found


def _start_evaluation(context: Any, request: dict[str, Any]) -> dict[str, Any]:
    """Invokes the functions of custom rules; managed rules do not evaluate anything here."""
    for found in [rule(context, name) for name in request.get("ConfigRuleNames") or list(rules(context))]:
        if found.source.owner == "CUSTOM_LAMBDA":
            _invoke(context, found)
    return {}


def _invoke(context: Any, found: Any) -> None:
    token = str(uuid.uuid4())
    _tokens[token] = (context.account_id, context.region, found.config_rule_name)
    notification = {
        "awsAccountId": context.account_id,
        "notificationCreationTime": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "messageType": "ScheduledNotification",
        "recordVersion": "1.0",
    }
    event = {
        "version": "1.0",
        "invokingEvent": json.dumps(notification),
        "ruleParameters": found.input_parameters or "{}",
        "resultToken": token,
        "eventLeftScope": False,
        "configRuleArn": found.config_rule_arn,
        "configRuleName": found.config_rule_name,
        "configRuleId": found.config_rule_id,
        "accountId": context.account_id,
    }
    arn = found.source.source_identifier
    client = connect_to(aws_access_key_id=context.account_id, region_name=arn.split(":")[3]).lambda_
    client.request_metadata(service_principal="config", source_arn=found.config_rule_arn).invoke(
        FunctionName=arn, InvocationType="Event", Payload=json.dumps(event)
    )


def install() -> None:
    """Lets rules use functions, and evaluations invoke them."""
    replace(utils, "get_backend", lambda account, region: _Functions(account))
    add("config", {"StartConfigRulesEvaluation": _start_evaluation})

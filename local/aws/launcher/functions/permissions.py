"""The resource policy of a function has at most 20 KB.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

import json
from typing import Any

from localemu.aws.api import CommonServiceException
from localemu.services.lambda_.provider import LambdaProvider

from ..operations import error
from ..patching import wrap

_MOST = 20_480


def _add(add: Any, self: Any, context: Any, request: Any, *arguments: Any, **options: Any) -> Any:
    answer = add(self, context, request, *arguments, **options)
    name = {"FunctionName": request["FunctionName"]}
    qualifier = {"Qualifier": request["Qualifier"]} if request.get("Qualifier") else {}
    policy = self.get_policy(context, request["FunctionName"], request.get("Qualifier"))["Policy"]
    try:
        refuse_long(json.loads(policy))
    except CommonServiceException:
        self.remove_permission(context, statement_id=request["StatementId"], **_python(name | qualifier))
        raise
    return answer


def refuse_long(document: Any) -> None:
    """Raises AWS's error for a policy that is too long."""
    size = len(json.dumps(document, separators=(",", ":")))
    if size > _MOST:
        text = f"The final policy size ({size}) is bigger than the limit ({_MOST})."
        raise error("PolicyLengthExceededException", text)


def _python(parameters: dict[str, Any]) -> dict[str, Any]:
    names = {"FunctionName": "function_name", "Qualifier": "qualifier"}
    return {names[name]: value for name, value in parameters.items()}


def install() -> None:
    """Repairs AddPermission."""
    wrap(LambdaProvider, "add_permission")(_add)

"""The errors of refused calls: each family of services has its own code.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from localemu.aws.api import CommonServiceException, RequestContext

from ..policies.decision import Decision
from ..policies.principals import Caller

_CODES = {"ec2": "UnauthorizedOperation", "sns": "AuthorizationError", "sqs": "AccessDenied"}


def _is_json(context: RequestContext) -> bool:
    return context.service.protocol in ("json", "rest-json", "smithy-rpc-v2-cbor")


def refuse(
    context: RequestContext, caller: Caller, action: str, resource: str, decision: Decision
) -> CommonServiceException:
    """The error of a call that policies do not allow."""
    code = _CODES.get(context.service.service_name) or (
        "AccessDeniedException" if _is_json(context) else "AccessDenied"
    )
    about = "" if resource == "*" else f" on resource: {resource}"
    text = f"User: {caller.arn} is not authorized to perform: {action}{about} {decision.reason}"
    if code == "UnauthorizedOperation":
        text = f"You are not authorized to perform this operation. {text}"
    return CommonServiceException(code, text, 403, sender_fault=True)


def refuse_credentials(context: RequestContext, expired: bool) -> CommonServiceException:
    """The error of a call with an unknown, inactive or expired access key. Row 21."""
    if expired:
        code = "ExpiredTokenException" if _is_json(context) else "ExpiredToken"
        return CommonServiceException(
            code, "The security token included in the request is expired", 403, sender_fault=True
        )
    code = "UnrecognizedClientException" if _is_json(context) else "InvalidClientTokenId"
    if context.service.service_name == "ec2":
        return CommonServiceException(
            "AuthFailure", "AWS was not able to validate the provided access credentials", 401, sender_fault=True
        )
    return CommonServiceException(code, "The security token included in the request is invalid", 403, sender_fault=True)

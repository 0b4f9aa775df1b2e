"""Names, descriptions and tags of EC2.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
"""

import re
from typing import Any

from ..operations import error

_TEXT = re.compile(r"[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]*")
_LONGEST = 255
_KEY, _VALUE = 128, 256
_RANGES = ("IpRanges", "Ipv6Ranges", "PrefixListIds", "UserIdGroupPairs")


def _text(what: str, value: str | None) -> None:
    if value is None:
        return
    if len(value) > _LONGEST:
        text = f"Value ({value}) for parameter {what} is invalid. Character limit exceeded."
        raise error("InvalidParameterValue", text)
    if not _TEXT.fullmatch(value):
        raise error(
            "InvalidParameterValue",
            f"Value ({value}) for parameter {what} is invalid. Character sets beyond ASCII are not supported.",
        )


def _tags(tags: Any) -> None:
    for tag in tags or []:
        key, value = tag.get("Key") or "", tag.get("Value") or ""
        if key.lower().startswith("aws:"):
            raise error("InvalidParameterValue", f"Tag keys starting with 'aws:' are reserved for internal use: {key}")
        if not 1 <= len(key) <= _KEY:
            raise error("InvalidParameterValue", f"Tag key exceeds the maximum length of {_KEY} characters")
        if len(value) > _VALUE:
            raise error("InvalidParameterValue", f"Tag value exceeds the maximum length of {_VALUE} characters")


def _specified(parameters: dict[str, Any], account: str, region: str) -> None:
    for specification in parameters.get("TagSpecifications") or []:
        _tags(specification.get("Tags"))


def _group(parameters: dict[str, Any], account: str, region: str) -> None:
    name = parameters.get("GroupName") or ""
    if name.lower().startswith("sg-"):
        text = "invalid value for parameter groupName. Group names may not start with sg-"
        raise error("InvalidParameterValue", text)
    _text("GroupName", name)
    _text("GroupDescription", parameters.get("Description"))
    _specified(parameters, account, region)


def _rules(parameters: dict[str, Any], account: str, region: str) -> None:
    for permission in parameters.get("IpPermissions") or []:
        for kind in _RANGES:
            for source in permission.get(kind) or []:
                _text("description", source.get("Description"))
    for update in parameters.get("SecurityGroupRules") or []:
        _text("description", (update.get("SecurityGroupRule") or {}).get("Description"))
    _specified(parameters, account, region)


CHECKS = {
    "CreateSecurityGroup": _group,
    "AuthorizeSecurityGroupIngress": _rules,
    "AuthorizeSecurityGroupEgress": _rules,
    "ModifySecurityGroupRules": _rules,
    "CreateTags": lambda parameters, account, region: _tags(parameters.get("Tags")),
    "CreateSnapshots": _specified,
    "CreateSnapshot": _specified,
    "CreateNetworkInterface": _specified,
    "RunInstances": _specified,
}

"""The errors with which EC2 refuses what moto accepts.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from moto.ec2.exceptions import EC2ClientError


def refuse(code: str, text: str) -> EC2ClientError:
    """The error to raise."""
    return EC2ClientError(code, text)


def only_attribute(parameters: Mapping[str, Any], attributes: Iterable[str]) -> str:
    """The one attribute that a Modify call changes. Raises InvalidParameterCombination for none and for several."""
    given = [name for name in attributes if parameters.get(name) is not None]
    if not given:
        raise refuse("InvalidParameterCombination", "No attributes specified.")
    if len(given) > 1:
        raise refuse(
            "InvalidParameterCombination", f"Fields for multiple attribute types specified: {', '.join(given)}"
        )
    return given[0]

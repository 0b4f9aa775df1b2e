"""A condition and its write are one atomic step, even with concurrent writes.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
"""

import threading
from typing import Any

from localemu.services.dynamodb import provider

from ..patching import wrap

_one_at_a_time = threading.RLock()


def _forward(forward: Any, self: Any, *arguments: Any, **options: Any) -> Any:
    with _one_at_a_time:
        return forward(self, *arguments, **options)


def install() -> None:
    """Serialises the calls that reach moto's tables."""
    wrap(provider.DynamoDBProvider, "forward_request")(_forward)

"""An item has at most 400 KB, regardless of the call that makes it larger.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

import copy
from typing import Any

from moto.dynamodb.exceptions import ItemSizeTooLarge, ItemSizeToUpdateTooLarge
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict

from ..patching import replace, wrap

_MOST = 400 * 1024


def size_of(value: Any) -> int:
    """The bytes that DynamoDB counts for a value."""
    if isinstance(value, DynamoType):
        if value.is_number():
            digits = len(str(value.value).lstrip("-").replace(".", "").strip("0"))
            return (digits + 1) // 2 + 1
        return size_of(value.value)
    if isinstance(value, dict):
        return 3 + sum(1 + len(str(name).encode()) + size_of(one) for name, one in value.items())
    if isinstance(value, list | tuple | set):
        return 3 + sum(1 + size_of(one) for one in value)
    if isinstance(value, bool) or value is None:
        return 1
    return len(value) if isinstance(value, bytes) else len(str(value).encode())


def _attributes(attributes: dict[str, Any]) -> int:
    return sum(len(name.encode()) + size_of(value) for name, value in attributes.items())


def _set(self: Any, name: str, value: Any) -> None:
    others = {known: one for known, one in self.items() if known != name}
    if _attributes({**others, name: value}) > _MOST:
        raise ItemSizeTooLarge
    dict.__setitem__(self, name, value)


def _update(update: Any, self: Any, table_name: str, key: dict[str, Any], *arguments: Any, **options: Any) -> Any:
    """moto counts only whole attributes and misses elements that are added to a map or list."""
    before = copy.deepcopy(self.get_item(table_name, key))
    item = update(self, table_name, key, *arguments, **options)
    changed = self.get_item(table_name, key)
    if changed is not None and _attributes(changed.attrs) > _MOST:
        table = self.get_table(table_name)
        group = table.items[changed.hash_key]
        if before is None:
            self.delete_item(table_name, key)
        elif changed.range_key:
            group[changed.range_key] = before
        else:
            table.items[changed.hash_key] = before
        raise ItemSizeToUpdateTooLarge
    return item


def install() -> None:
    """Repairs the limit of items."""
    replace(LimitedSizeDict, "__setitem__", _set)
    wrap(DynamoDBBackend, "update_item")(_update)

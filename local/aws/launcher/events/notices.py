"""Events that AWS services send to the default bus of an account."""

import json
from typing import Any

from localemu.aws.connect import connect_to


def put_notice(account: str, region: str, source: str, detail_type: str, detail: Any, resources: list[str]) -> None:
    """Puts one event on the default bus."""
    entry = {"Source": source, "DetailType": detail_type, "Detail": json.dumps(detail), "Resources": resources}
    connect_to(aws_access_key_id=account, region_name=region).events.put_events(Entries=[entry])

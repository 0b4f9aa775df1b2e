"""Recorders of AWS Config have ARNs and tags.

https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html
"""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from moto.config.models import ConfigBackend

from ..patching import wrap

_recorders: dict[tuple[str, str, str], SimpleNamespace] = {}
"""ARN and tags of each recorder, by account, Region and name. A new recorder with the same name has another ARN."""


def _put(put: Any, self: Any, config_recorder: dict[str, Any]) -> None:
    known = config_recorder.get("name") in self.recorders
    put(self, config_recorder)
    if not known:
        _recorders.pop(_key(self, config_recorder["name"]), None)


def _describe(describe: Any, self: Any, recorder_names: list[str] | None) -> list[dict[str, Any]]:
    return [{**one, "arn": _recorder(self, one["name"]).arn} for one in describe(self, recorder_names)]


def _match(match: Any, self: Any, resource_arn: str) -> Any:
    for name in self.recorders:
        if _recorder(self, name).arn == resource_arn:
            return _recorder(self, name)
    return match(self, resource_arn)


def _key(backend: Any, name: str) -> tuple[str, str, str]:
    return (backend.account_id, backend.region_name, name)


def _recorder(backend: Any, name: str) -> SimpleNamespace:
    base = f"arn:aws:config:{backend.region_name}:{backend.account_id}:configuration-recorder"
    fresh = SimpleNamespace(arn=f"{base}/{name}/{uuid4().hex[:16]}", tags={})
    return _recorders.setdefault(_key(backend, name), fresh)


def install() -> None:
    """Adds ARNs and tags."""
    wrap(ConfigBackend, "put_configuration_recorder")(_put)
    wrap(ConfigBackend, "describe_configuration_recorders")(_describe)
    wrap(ConfigBackend, "_match_arn")(_match)

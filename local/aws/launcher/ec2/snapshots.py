"""Snapshots of all volumes of an instance in one call, and snapshots that are slow or fail.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Snapshot.html (status)
"""

from typing import Any

from moto.ec2.models.elastic_block_store import Snapshot
from moto.ec2.responses import elastic_block_store
from moto.ec2.responses.elastic_block_store import ElasticBlockStore

from ..patching import replace, wrap

_TEMPLATE = elastic_block_store.CREATE_SNAPSHOTS_RESPONSE.replace("<status>pending</status>", "<state>pending</state>")

_STATES = ("pending", "completed", "error", "recoverable", "recovering")
_held: set[tuple[str, str]] = set()


def hold(account: str, region: str, held: bool) -> None:
    """Sets whether new snapshots of an account and Region stay pending. By default they complete immediately."""
    (_held.add if held else _held.discard)((account, region))


def set_state(account: str, region: str, snapshot_id: str, state: str) -> None:
    """Puts a snapshot into a state. Raises ValueError for an unknown state or snapshot."""
    from moto.ec2.models import ec2_backends

    snapshot = ec2_backends[account][region].snapshots.get(snapshot_id)
    if state not in _STATES or snapshot is None:
        raise ValueError(f"{snapshot_id} cannot become {state}")
    snapshot.status = state


def _begin(create: Any, self: Any, ec2_backend: Any, *arguments: Any, **options: Any) -> None:
    create(self, ec2_backend, *arguments, **options)
    if (ec2_backend.account_id, ec2_backend.region_name) in _held:
        self.status = "pending"


def _create(self: Any) -> str:
    specification = self._get_param("InstanceSpecification", {})
    description = self._get_param("Description", "")
    tags = self._parse_tag_specification().get("snapshot", {})
    self.error_on_dryrun()
    backend = self.ec2_backend
    instance = backend.get_instance(specification["InstanceId"])
    left_out = set(specification.get("ExcludeDataVolumeIds") or [])
    if specification.get("ExcludeBootVolume"):
        left_out |= {
            device.volume_id
            for name, device in instance.block_device_mapping.items()
            if name == instance.root_device_name
        }
    snapshots = []
    for device in list(instance.block_device_mapping.values()):
        if device.volume_id in left_out:
            continue
        snapshot = backend.create_snapshot(device.volume_id, description=description)
        copied = self._get_param("CopyTagsFromSource") == "volume"
        snapshot.add_tags({**(_own_tags(backend, device.volume_id) if copied else {}), **tags})
        snapshots.append(snapshot)
    return self.response_template(_TEMPLATE).render(snapshots=snapshots)


def _own_tags(backend: Any, volume_id: str) -> dict[str, str]:
    """The tags of a volume without those of AWS itself."""
    return {name: value for name, value in backend.tags.get(volume_id, {}).items() if not name.startswith("aws:")}


def install() -> None:
    """Repairs CreateSnapshots and the states of snapshots."""
    wrap(Snapshot, "__init__")(_begin)
    replace(ElasticBlockStore, "create_snapshots", _create)

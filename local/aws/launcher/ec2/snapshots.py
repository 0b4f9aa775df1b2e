"""Snapshots of all volumes of an instance in one call.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshots.html
"""

from typing import Any

from moto.ec2.responses import elastic_block_store
from moto.ec2.responses.elastic_block_store import ElasticBlockStore

from ..patching import replace

_TEMPLATE = elastic_block_store.CREATE_SNAPSHOTS_RESPONSE.replace("<status>pending</status>", "<state>pending</state>")


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
    """The tags of a volume but those of AWS itself."""
    return {name: value for name, value in backend.tags.get(volume_id, {}).items() if not name.startswith("aws:")}


def install() -> None:
    """Repairs CreateSnapshots."""
    replace(ElasticBlockStore, "create_snapshots", _create)

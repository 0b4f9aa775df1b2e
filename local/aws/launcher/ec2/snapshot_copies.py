"""Copies of snapshots under another key, and what a key means for sharing.

AWS checks the keys of a copy after the call: the copy then ends in error. moto checks nothing, and copies without a key too.
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html
https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
"""

from typing import Any

from localemu.services.moto import call_moto
from moto.ec2.models.elastic_block_store import EBSBackend

from ..iam.enforcement import may_use_key
from ..iam.keys import is_aws_managed, key, key_arn
from ..operations import add
from ..patching import wrap
from .errors import refuse

_DEFAULT_KEY = "alias/aws/ebs"
_INACCESSIBLE = "Given key ID is not accessible"
_FROM = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:ReEncryptFrom")
_TO = ("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptTo")


def _copy(context: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    from moto.ec2.models import ec2_backends

    backends = ec2_backends[context.account_id]
    source = backends[parameters["SourceRegion"]].get_snapshot(parameters["SourceSnapshotId"])
    wanted = parameters.get("KmsKeyId")
    if wanted and not parameters.get("Encrypted"):
        raise refuse("InvalidParameterDependency", "The parameter KmsKeyId requires the parameter Encrypted to be set.")
    if source.status != "completed":
        raise refuse("IncorrectState", f"Snapshot {source.id} is in state {source.status}.")
    answer = call_moto(context)
    copy = backends[context.region].get_snapshot(answer["SnapshotId"])
    if not (source.encrypted or parameters.get("Encrypted")):
        return answer
    target = key_arn(wanted or _DEFAULT_KEY, context.account_id, context.region)
    origin = key_arn(source.kms_key_id or _DEFAULT_KEY, context.account_id, parameters["SourceRegion"])
    copy.encrypted, copy.kms_key_id = True, target
    usable = _usable(context, target, _TO) and (not source.encrypted or _usable(context, origin, _FROM))
    if not usable:
        copy.status, copy.status_message = "error", _INACCESSIBLE
    return answer


def _usable(context: Any, arn: str, actions: tuple[str, ...]) -> bool:
    """Whether a key exists and the caller may use it through EC2. The policy of an AWS managed key allows its account."""
    _, _, _, _, account, name = arn.split(":", 5)
    if is_aws_managed(arn):
        return bool(account == context.account_id)
    region = arn.split(":")[3]
    return region == context.region and key(account, region, name) is not None and may_use_key(context, actions, arn)


def message_of(snapshot: Any) -> dict[str, str]:
    """Why a snapshot failed, as DescribeSnapshots shows it."""
    text = getattr(snapshot, "status_message", None)
    return {"StateMessage": text} if text else {}


def _share(change: Any, self: Any, snapshot_id: str, **options: Any) -> Any:
    snapshot = self.get_snapshot(snapshot_id)
    given = snapshot.kms_key_id or _DEFAULT_KEY
    added = options.get("user_ids") or options.get("groups")
    if added and snapshot.encrypted and is_aws_managed(key_arn(given, self.account_id, self.region_name)):
        raise refuse("OperationNotPermitted", "Encrypted snapshots with EBS default key cannot be shared")
    return change(self, snapshot_id, **options)


def install() -> None:
    """Repairs CopySnapshot and the sharing of encrypted snapshots."""
    wrap(EBSBackend, "add_create_volume_permission")(_share)
    add("ec2", {"CopySnapshot": _copy})

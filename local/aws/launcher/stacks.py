"""CloudFormation: types that it lacks, and a failure for those that it cannot make.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Config.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_GuardDuty.html
"""

import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from localemu import config
from localemu.services.cloudformation.engine.v2 import change_set_resource_support_checker
from localemu.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceProviderExecutor,
    ResourceRequest,
)

from .patching import original, replace, wrap

Properties = dict[str, Any]

_waiting: dict[tuple[str, str], Properties] = {}
"""Delivery channels that have no recorder yet, by account and Region."""


class _Type(NamedTuple):
    """How a type is made and deleted. `identifier` is the property that `Ref` returns; making returns the properties."""

    identifier: str
    create: Callable[[ResourceRequest], Properties]
    delete: Callable[[ResourceRequest], Any]


def _lowered(value: Any) -> Any:
    """Names of properties as the API of AWS Config writes them: `RecordingGroup` is `recordingGroup`."""
    if isinstance(value, dict):
        return {f"{key[0].lower()}{key[1:]}": _lowered(inner) for key, inner in value.items()}
    return value


def _create_recorder(request: ResourceRequest) -> Properties:
    request.aws_client_factory.config.put_configuration_recorder(ConfigurationRecorder=_lowered(request.desired_state))
    _deliver(request)
    return request.desired_state


def _delete_recorder(request: ResourceRequest) -> None:
    name = request.desired_state["Name"]
    request.aws_client_factory.config.delete_configuration_recorder(ConfigurationRecorderName=name)


def _create_channel(request: ResourceRequest) -> Properties:
    _waiting[request.account_id, request.region_name] = request.desired_state
    _deliver(request)
    return request.desired_state


def _deliver(request: ResourceRequest) -> None:
    """Makes the channel and starts the recorder as soon as there are both, in whatever order the stack makes them."""
    client = request.aws_client_factory.config
    place = (request.account_id, request.region_name)
    recorders = client.describe_configuration_recorders()["ConfigurationRecorders"]
    if not recorders or place not in _waiting:
        return
    client.put_delivery_channel(DeliveryChannel=_lowered(_waiting.pop(place)))
    client.start_configuration_recorder(ConfigurationRecorderName=recorders[0]["name"])


def _delete_channel(request: ResourceRequest) -> None:
    """AWS Config refuses to delete the channel of a recorder that runs."""
    client = request.aws_client_factory.config
    for recorder in client.describe_configuration_recorders()["ConfigurationRecorders"]:
        client.stop_configuration_recorder(ConfigurationRecorderName=recorder["name"])
    client.delete_delivery_channel(DeliveryChannelName=request.desired_state["Name"])


def _create_rule(request: ResourceRequest) -> Properties:
    properties = request.desired_state
    parameters = properties.get("InputParameters")
    given = {**properties, "InputParameters": json.dumps(parameters)} if parameters else properties
    request.aws_client_factory.config.put_config_rule(ConfigRule=given)
    return properties


def _delete_rule(request: ResourceRequest) -> None:
    request.aws_client_factory.config.delete_config_rule(ConfigRuleName=request.desired_state["ConfigRuleName"])


def _create_detector(request: ResourceRequest) -> Properties:
    tags = {tag["Key"]: tag["Value"] for tag in request.desired_state.get("Tags", [])}
    made = request.aws_client_factory.guardduty.create_detector(**{**request.desired_state, "Tags": tags})
    return {**request.desired_state, "Id": made["DetectorId"]}


def _delete_detector(request: ResourceRequest) -> None:
    request.aws_client_factory.guardduty.delete_detector(DetectorId=request.desired_state["Id"])


_TYPES = {
    "AWS::Config::ConfigurationRecorder": _Type("Name", _create_recorder, _delete_recorder),
    "AWS::Config::DeliveryChannel": _Type("Name", _create_channel, _delete_channel),
    "AWS::Config::ConfigRule": _Type("ConfigRuleName", _create_rule, _delete_rule),
    "AWS::GuardDuty::Detector": _Type("Id", _create_detector, _delete_detector),
}


class _Provider(ResourceProvider):
    """The interface through which localemu makes resources of a type."""

    def __init__(self, kind: _Type) -> None:
        self._kind = kind
        self.SCHEMA = {"primaryIdentifier": [f"/properties/{kind.identifier}"]}

    def create(self, request: ResourceRequest) -> ProgressEvent:
        made = self._kind.create(request)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=made)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        self._kind.delete(request)
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model={})


def install() -> None:
    """Adds the types, and lets every other type fail that localemu would only pretend to make."""
    earlier = original(ResourceProviderExecutor, "try_load_resource_provider")

    def load(resource_type: str) -> Any:
        kind = _TYPES.get(resource_type)
        return _Provider(kind) if kind else earlier(resource_type)

    replace(ResourceProviderExecutor, "try_load_resource_provider", staticmethod(load))

    @wrap(change_set_resource_support_checker, "_implemented_resource_types")
    def known_types(earlier: Callable[[], Iterable[str]]) -> frozenset[str]:
        return frozenset(earlier()) | frozenset(_TYPES)

    replace(config, "CFN_IGNORE_UNSUPPORTED_RESOURCE_TYPES", False)

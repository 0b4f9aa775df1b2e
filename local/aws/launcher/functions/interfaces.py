"""Functions in a VPC have an interface of type `lambda` for each subnet and set of groups, which functions may share.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-enis
"""

from typing import Any

from localemu.services.lambda_.provider import LambdaProvider

from ..ec2.service_interfaces import belong_to_service
from ..patching import wrap

_users: dict[tuple[str, str, str, tuple[str, ...]], tuple[str, set[str]]] = {}
"""For each place, subnet and set of groups: the interface, and the functions that use it."""


def _attach(account: str, region: str, name: str, config: Any) -> None:
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account][region]
    groups = tuple(sorted(config.get("SecurityGroupIds") or []))
    wanted = {(account, region, subnet, groups) for subnet in config.get("SubnetIds") or []}
    for key in wanted:
        if key not in _users:
            interface = backend.create_network_interface(backend.get_subnet(key[2]), None, group_ids=list(groups))
            belong_to_service(interface, "lambda", f"AWS Lambda VPC ENI-{name}-{interface.id[4:]}")
            _users[key] = (interface.id, set())
        _users[key][1].add(name)
    for key, (identifier, functions) in list(_users.items()):
        if key[:2] == (account, region) and key not in wanted:
            functions.discard(name)
            if not functions:
                backend.enis.pop(identifier, None)
                del _users[key]


def _create(create: Any, self: Any, context: Any, request: Any) -> Any:
    answer = create(self, context, request)
    if request.get("VpcConfig"):
        _attach(context.account_id, context.region, request["FunctionName"].split(":")[-1], request["VpcConfig"])
    return answer


def _update(update: Any, self: Any, context: Any, request: Any) -> Any:
    answer = update(self, context, request)
    if request.get("VpcConfig"):
        _attach(context.account_id, context.region, request["FunctionName"].split(":")[-1], request["VpcConfig"])
    return answer


def _delete(delete: Any, self: Any, context: Any, function_name: str, *arguments: Any, **options: Any) -> Any:
    answer = delete(self, context, function_name, *arguments, **options)
    _attach(context.account_id, context.region, function_name.split(":")[-1], {})
    return answer


def install() -> None:
    """Adds the interfaces of functions."""
    wrap(LambdaProvider, "create_function")(_create)
    wrap(LambdaProvider, "update_function_configuration")(_update)
    wrap(LambdaProvider, "delete_function")(_delete)

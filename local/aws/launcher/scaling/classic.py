"""Classic load balancers: unknown names and instances are refused, and answers list the remaining instances.

https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_RegisterInstancesWithLoadBalancer.html
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models import ec2_backends
from moto.elb.exceptions import ELBClientError, LoadBalancerNotFoundError
from moto.elb.responses import ELBResponse

from ..patching import replace, wrap


def _balancer(response: Any) -> Any:
    name = response._get_param("LoadBalancerName")
    balancer = response.elb_backend.get_load_balancer(name)
    if balancer is None:
        raise LoadBalancerNotFoundError(name)
    return balancer


def _given(response: Any) -> list[str]:
    ids = [given["InstanceId"] for given in response._get_param("Instances", [])]
    backend = ec2_backends[response.current_account][response.region]
    for instance_id in ids:
        if backend.get_instance_by_id(instance_id) is None:
            raise ELBClientError("InvalidInstance", f"Could not find EC2 instance {instance_id}.")
    return ids


def _answer(balancer: Any) -> ActionResult:
    return ActionResult({"Instances": [{"InstanceId": instance_id} for instance_id in balancer.instance_ids]})


def _register(self: Any) -> ActionResult:
    balancer = _balancer(self)
    balancer.instance_sparse_ids += [one for one in dict.fromkeys(_given(self)) if one not in balancer.instance_ids]
    return _answer(balancer)


def _deregister(self: Any) -> ActionResult:
    """Also removes instances that an Auto Scaling group has registered."""
    balancer, ids = _balancer(self), _given(self)
    balancer.instance_sparse_ids = [one for one in balancer.instance_sparse_ids if one not in ids]
    balancer.instance_autoscaling_ids = [one for one in balancer.instance_autoscaling_ids if one not in ids]
    return _answer(balancer)


def _health(describe: Any, self: Any) -> Any:
    _balancer(self)
    return describe(self)


def install() -> None:
    """Repairs classic load balancers."""
    replace(ELBResponse, "register_instances_with_load_balancer", _register)
    replace(ELBResponse, "deregister_instances_from_load_balancer", _deregister)
    wrap(ELBResponse, "describe_instance_health")(_health)

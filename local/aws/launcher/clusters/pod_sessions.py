"""The credentials that a pod gets by Pod Identity: GET /_local-aws/pod-credentials. AWS has no such call.

On AWS the agent on the node asks EKS, which opens a session of the role with a new name each time, tagged with the pod.
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumedRoleUser.html
"""

import uuid
from typing import Any

from localemu.aws.connect import connect_to
from localemu.http import Resource, Response
from localemu.services.internal import get_internal_apis
from moto.eks.models import eks_backends

PATH = "/_local-aws/pod-credentials"


class PodCredentials:
    """The credentials as a resource; `cluster` is an ARN, the other arguments name the pod."""

    def on_get(self, request: Any) -> Response:
        """Opens a new session each time, as for a renewal."""
        arn, namespace, account_name, pod, uid = (
            request.args[name] for name in ("cluster", "namespace", "serviceAccount", "pod", "uid")
        )
        region, account, cluster = arn.split(":")[3:6]
        found = eks_backends[account][region].clusters[cluster.removeprefix("cluster/")]
        association = next(
            one
            for one in found.associations.values()
            if (one["namespace"], one["serviceAccount"]) == (namespace, account_name)
        )
        tags = {
            "eks-cluster-arn": arn,
            "eks-cluster-name": found.name,
            "kubernetes-namespace": namespace,
            "kubernetes-service-account": account_name,
            "kubernetes-pod-name": pod,
            "kubernetes-pod-uid": uid,
        }
        sts = connect_to(region_name=region).sts.request_metadata(service_principal="pods.eks.amazonaws.com")
        given = sts.assume_role(
            RoleArn=association["roleArn"],
            RoleSessionName=f"eks-{found.name}-{pod}-{uuid.uuid4()}"[:64],
            Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
            TransitiveTagKeys=list(tags),
        )["Credentials"]
        response = Response(status=200)
        response.set_json({name: given[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")})
        return response


def install() -> None:
    """Adds the path."""
    get_internal_apis().add(Resource(PATH, PodCredentials()))

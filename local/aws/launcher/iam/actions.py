"""The IAM actions that an API operation needs.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from typing import Any

from localemu.services.iam_enforcement.service_action_map import map_action

_PREFIXES = {
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "s3control": "s3",
    "stepfunctions": "states",
    "resourcegroupstaggingapi": "tag",
    "accessanalyzer": "access-analyzer",
    "opensearch": "es",
    "dynamodbstreams": "dynamodb",
    "service-quotas": "servicequotas",
}

_ACTIONS = {
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketTagging.html
    ("s3", "DeleteBucketTagging"): "s3:PutBucketTagging",
    ("s3", "DeleteBucketOwnershipControls"): "s3:PutBucketOwnershipControls",
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html
    ("s3control", "GetPublicAccessBlock"): "s3:GetAccountPublicAccessBlock",
    ("s3control", "PutPublicAccessBlock"): "s3:PutAccountPublicAccessBlock",
    ("s3control", "DeletePublicAccessBlock"): "s3:PutAccountPublicAccessBlock",
    # https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsV2.html
    ("securityhub", "BatchUpdateFindingsV2"): "securityhub:BatchUpdateFindings",
    ("securityhub", "GetFindingsV2"): "securityhub:GetFindings",
}
"""Actions whose names differ from their operations and which localemu does not know."""

_MOVING = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
"""The actions that moving a queue's messages needs on the queue, besides the action itself.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
"""

_TRANSACTION_ACTIONS = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
    "Delete": "dynamodb:DeleteItem",
}


def actions_of(service: str, operation: str, parameters: dict[str, Any]) -> list[str]:
    """Every action that must be allowed for the call."""
    if (service, operation) == ("sts", "AssumeRole"):
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
        more = [("Tags", "sts:TagSession"), ("SourceIdentity", "sts:SetSourceIdentity")]
        return ["sts:AssumeRole", *(action for name, action in more if parameters.get(name))]
    if (service, operation) == ("dynamodb", "TransactWriteItems"):
        kinds = {kind for item in parameters.get("TransactItems") or [] for kind in item}
        return [action for kind, action in _TRANSACTION_ACTIONS.items() if kind in kinds]
    if (service, operation) == ("sqs", "StartMessageMoveTask"):
        return ["sqs:StartMessageMoveTask", *_MOVING]
    if (service, operation) in _ACTIONS:
        return [_ACTIONS[service, operation]]
    prefix = _PREFIXES.get(service, service)
    return [
        f"{prefix}:{action.split(':', 1)[1]}" if action.startswith(f"{service}:") else action
        for action in map_action(service, operation)
    ]

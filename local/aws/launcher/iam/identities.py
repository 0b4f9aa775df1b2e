"""Answers of STS and IAM about a caller: unique ids, and errors as JSON.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
"""

import json
import random
import string
from typing import Any

from localemu.aws.protocol.serializer import BaseXMLResponseSerializer
from localemu.services.sts.provider import StsProvider
from moto.iam.models import User

from ..patching import wrap

_SIGNS = string.ascii_uppercase + string.digits


def install() -> None:
    """Gives users ids that begin with AIDA, the root user its account's id, and errors their JSON form."""

    @wrap(User, "__init__")
    def _create(create: Any, self: Any, *arguments: Any, **options: Any) -> None:
        create(self, *arguments, **options)
        self.id = "AIDA" + "".join(random.choices(_SIGNS, k=17))

    @wrap(StsProvider, "get_caller_identity")
    def _identity(known: Any, self: Any, context: Any, **options: Any) -> Any:
        answer = known(self, context, **options)
        if answer["Arn"].endswith(":root"):
            answer["UserId"] = answer["Account"]
        return answer

    @wrap(BaseXMLResponseSerializer, "_node_to_string")
    def _error(write: Any, self: Any, root: Any, mime_type: str) -> Any:
        content = write(self, root, mime_type)
        if root is None or root.tag != "ErrorResponse" or mime_type != "application/json":
            return content
        # Asked for JSON, the query protocol answers {"Error": ..., "RequestId": ...}; only XML has the outer element.
        return json.dumps(json.loads(content)["ErrorResponse"])

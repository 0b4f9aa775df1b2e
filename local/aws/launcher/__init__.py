"""The local AWS: localemu with node children for Lambda functions and with the repairs that Firebreak needs.

Run it with `python -m launcher`; localAws.ts beside this package says which environment it expects.
"""

import warnings

from typing_extensions import deprecated

if not hasattr(warnings, "deprecated"):
    warnings.deprecated = deprecated  # localemu uses it, Python has it since 3.13

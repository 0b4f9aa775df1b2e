"""The local AWS: localemu with node processes for Lambda functions and with the repairs that Firebreak needs.

Run it with `python -m launcher`; localAws.ts next to this package sets its environment.
"""

import warnings

from typing_extensions import deprecated

if not hasattr(warnings, "deprecated"):
    warnings.deprecated = deprecated  # localemu uses it, but Python has it only since 3.13

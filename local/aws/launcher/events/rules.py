"""Row 5: a disabled rule delivers no events.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
"""

from typing import Any

from localemu.services.events import provider

from ..patching import wrap


def _unless_disabled(process: Any, self: Any, rule: Any, *arguments: Any, **options: Any) -> None:
    if getattr(rule.state, "value", rule.state) != "DISABLED":
        process(self, rule, *arguments, **options)


def install() -> None:
    """Stops disabled rules from delivering."""
    wrap(provider.EventsProvider, "_process_rules")(_unless_disabled)

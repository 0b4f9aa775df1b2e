"""Row 5: a disabled rule stays silent.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
"""

from typing import Any

from localemu.services.events import provider

from ..patching import wrap


def _unless_disabled(process: Any, self: Any, rule: Any, *arguments: Any, **options: Any) -> None:
    if getattr(rule.state, "value", rule.state) != "DISABLED":
        process(self, rule, *arguments, **options)


def install() -> None:
    """Silences disabled rules."""
    wrap(provider.EventsProvider, "_process_rules")(_unless_disabled)

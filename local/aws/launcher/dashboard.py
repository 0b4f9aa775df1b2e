"""localemu's dashboard stays away: an unauthenticated user interface that takes a third of the time of a start."""

from localemu.dashboard import plugins

from .patching import replace


def install() -> None:
    """Makes the hook that registers the dashboard believe that this has happened."""
    replace(plugins, "_dashboard_registered", True)

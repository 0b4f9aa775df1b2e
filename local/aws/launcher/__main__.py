"""Starts the local AWS in the foreground and serves until it is stopped (lifetime.py)."""

from . import repairs
from .lifetime import end_on_signals, end_with_parent


def main() -> None:
    """Applies every repair, then runs localemu."""
    end_with_parent()
    repairs.apply()

    from localemu.logging.setup import setup_logging_from_config
    from localemu.runtime import current

    setup_logging_from_config()
    runtime = current.initialize_runtime()
    end_on_signals()
    runtime.run()


if __name__ == "__main__":
    main()

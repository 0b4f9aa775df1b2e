"""When the local AWS ends: on SIGTERM or SIGINT, and when the process that started it is gone.

Nothing is kept between two starts, so ending means stopping the function processes and leaving at once.
"""

import os
import signal
import threading

from .functions.process import stop_all


def end(code: int) -> None:
    """Stops every function process and leaves this process without further clean-up."""
    stop_all()
    os._exit(code)


def end_on_signals() -> None:
    """SIGTERM and SIGINT end the local AWS at once."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end(0))


def end_with_parent() -> None:
    """Ends the local AWS when its standard input closes, which is what the death of the parent process does."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        end(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()

"""When the local AWS ends: on SIGTERM or SIGINT, and when its parent process has ended.

It keeps no data between starts, so it only stops the function processes and exits immediately.
"""

import os
import signal
import threading

from .functions.process import stop_all


def end(code: int) -> None:
    """Stops every function process and exits without further clean-up."""
    stop_all()
    os._exit(code)


def end_on_signals() -> None:
    """SIGTERM and SIGINT end the local AWS immediately."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: end(0))


def end_with_parent() -> None:
    """Ends the local AWS when its standard input closes, which happens when the parent process ends."""

    def watch() -> None:
        while os.read(0, 4096):
            pass
        end(0)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()

"""One execution environment of a Lambda function: a node process that runs child.cjs.

Requests and answers use a separate socket, so that a function's output cannot damage an answer.
Standard output and standard error are the function's log; they are read while an invocation runs and collected at
its end, as Lambda does.
"""

import json
import os
import selectors
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("child.cjs")
INIT_SECONDS = 10.0

_running: set["FunctionProcess"] = set()
_running_lock = threading.Lock()


@dataclass
class Answer:
    """The result of an invocation: `kind` is "result", "error", "timeout" or "exit"; `log` is the output."""

    kind: str
    value: Any
    log: str


class FunctionProcess:
    """A node process that serves one invocation at a time."""

    def __init__(self, node: str, folder: Path, environment: Mapping[str, str]) -> None:
        """Starts the process and waits until it has loaded its handler or failed; `alive` shows which.

        node: path or name of the node executable. folder: the unpacked code. environment: that of the child.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                [node, str(CHILD), str(theirs.fileno())],
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=(theirs.fileno(),),
            )
        assert self._child.stdout is not None
        self._output = self._child.stdout.fileno()
        os.set_blocking(self._output, False)
        ours.setblocking(False)
        self._channel = ours
        self.function = environment.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self._received = b""
        with _running_lock:
            _running.add(self)
        self.startup = self._await_answer(INIT_SECONDS)
        if self.startup.kind != "ready":
            self.stop()

    @property
    def alive(self) -> bool:
        """Whether the process can accept an invocation."""
        return self._child.poll() is None

    def invoke(self, request: Mapping[str, Any], seconds: float) -> Answer:
        """Runs one invocation. After `seconds` without an answer the process is killed, as Lambda does."""
        self._channel.setblocking(True)
        try:
            self._channel.sendall(json.dumps(request).encode() + b"\n")
        except OSError:
            return Answer("exit", None, "")
        finally:
            self._channel.setblocking(False)
        answer = self._await_answer(seconds)
        if answer.kind in ("timeout", "exit"):
            self.stop()
        return answer

    def stop(self) -> None:
        """Kills the process and waits until it has ended. May be called more than once."""
        with _running_lock:
            _running.discard(self)
        self._child.kill()
        self._child.wait()
        self._channel.close()
        if self._child.stdout:
            self._child.stdout.close()

    def _await_answer(self, seconds: float) -> Answer:
        """The next answer; the output until then becomes its log."""
        deadline = time.monotonic() + seconds
        printed = bytearray()
        open_ends = {self._channel.fileno(), self._output}
        with selectors.DefaultSelector() as selector:
            for end in open_ends:
                selector.register(end, selectors.EVENT_READ)
            while self._channel.fileno() in open_ends and b"\n" not in self._received:
                ready = selector.select(max(0.0, deadline - time.monotonic()))
                if not ready:
                    return Answer("timeout", None, self._finish(printed))
                for key, _ in ready:
                    end = key.fd
                    chunk = _read(end)
                    if chunk is None:
                        continue
                    if not chunk:
                        selector.unregister(end)
                        open_ends.discard(end)
                    elif end == self._output:
                        printed += chunk
                    else:
                        self._received += chunk
        if b"\n" not in self._received:
            return Answer("exit", None, self._finish(printed))
        line, _, self._received = self._received.partition(b"\n")
        answer = json.loads(line)
        return Answer(answer["kind"], answer.get("value"), self._finish(printed))

    def _finish(self, printed: bytearray) -> str:
        """Adds unread output of the process, which it wrote before its answer."""
        while chunk := _read(self._output):
            printed += chunk
        return printed.decode(errors="replace")


def _read(descriptor: int) -> bytes | None:
    """The next bytes of a non-blocking descriptor: None if there are none yet, empty at its end."""
    try:
        return os.read(descriptor, 65536)
    except BlockingIOError:
        return None
    except ConnectionResetError:
        return b""


def kill_functions(pattern: str) -> None:
    """Kills every process of the functions whose name matches (`*` and `?`), as if Lambda had lost the machine."""
    with _running_lock:
        processes = [process for process in _running if fnmatchcase(process.function, pattern)]
    for process in processes:
        process._child.kill()


def stop_all() -> None:
    """Stops every function process of this local AWS."""
    with _running_lock:
        processes = list(_running)
    for process in processes:
        process.stop()

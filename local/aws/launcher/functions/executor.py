"""Row 1: Lambda functions run in node processes instead of docker containers.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

import json
import os
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from localemu import config
from localemu.aws.connect import connect_to
from localemu.services.lambda_.invocation import plugins
from localemu.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localemu.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from ..events.api_destinations import PREFIX
from ..patching import replace
from .process import Answer, FunctionProcess

LOG_CHARACTERS_KEPT = 65536

_code_users: Counter[str] = Counter()
_code_lock = threading.Lock()


class NodeExecutor(RuntimeExecutor):
    """Runs one execution environment of a function version in a node process."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id, function_version)
        self._environment: dict[str, str] = {}
        self._process: FunctionProcess | None = None
        self._log = ""

    def start(self, env_vars: dict[str, Any]) -> None:
        """Starts the process. One that cannot load its handler still starts: it fails at every event, as on Lambda."""
        self._environment = self._child_environment(env_vars)
        self._spawn()

    def stop(self) -> None:
        """Kills the process, even during an invocation."""
        if self._process:
            self._process.stop()

    def get_address(self) -> str:
        """The address of the process; unused, because it does not listen."""
        return "127.0.0.1"

    def get_endpoint_from_executor(self) -> str:
        """The host name of the local AWS as the process sees it."""
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        """Unused: requests do not use HTTP."""
        return f"http://127.0.0.1:{config.GATEWAY_LISTEN[0].port}/_function/{self.id}"

    def get_logs(self) -> str:
        """The last output of this environment."""
        return self._log

    def invoke(self, payload: dict[str, str], function_timeout: int | None = None) -> InvocationResult:
        """Runs one event and reports its failures in Lambda's words."""
        if self._process is None or not self._process.alive:
            self._spawn()
        assert self._process is not None
        request_id = payload["invoke-id"]
        seconds = function_timeout or 3
        started = time.monotonic()
        if self._process.alive:
            answer = self._process.invoke(
                {
                    "id": request_id,
                    "payload": payload["payload"],
                    "arn": payload["invoked-function-arn"],
                    "trace": payload["trace-id"],
                    "seconds": seconds,
                },
                seconds,
            )
        else:
            answer = self._process.startup
        milliseconds = 1000 * (time.monotonic() - started)
        log = self._report(request_id, answer, milliseconds)
        self._log = (self._log + log)[-LOG_CHARACTERS_KEPT:]
        body = json.dumps(_outcome(request_id, answer, seconds)).encode()
        return InvocationResult(request_id, body, answer.kind != "result", log)

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """Unpacks the code of a version."""
        code = function_version.config.code
        if code is None:
            raise ValueError(f"{function_version.qualified_arn} is a container image; only zip archives can run here")
        with _code_lock:
            _code_users[_code_key(function_version)] += 1
        code.prepare_for_execution()

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """Removes the unpacked code once no version uses it."""
        key = _code_key(function_version)
        with _code_lock:
            _code_users[key] -= 1
            if _code_users[key] > 0:
                return
            del _code_users[key]
        if function_version.config.code:
            function_version.config.code.destroy_cached()

    def _spawn(self) -> None:
        folder = Path(self.function_version.config.code.get_unzipped_code_location())
        environment = {**self._environment, "LOCAL_AWS_TOOLS": json.dumps(self._tools())}
        self._process = FunctionProcess(os.environ.get("LAMBDA_NODE", "node"), folder, environment)

    def _tools(self) -> dict[str, str]:
        """The origins that stand for the hosts of other tools, as for API destinations."""
        place = self.function_version.id
        client = connect_to(aws_access_key_id=place.account, region_name=place.region).ssm
        pages = client.get_paginator("get_parameters_by_path").paginate(Path=PREFIX)
        found = [parameter for page in pages for parameter in page["Parameters"]]
        return {parameter["Name"].removeprefix(PREFIX): parameter["Value"] for parameter in found}

    def _child_environment(self, env_vars: dict[str, Any]) -> dict[str, str]:
        """The environment of the process: only PATH of this process, then Lambda's and the function's variables."""
        code = str(self.function_version.config.code.get_unzipped_code_location())
        return {
            "PATH": os.environ["PATH"],
            "LANG": "en_US.UTF-8",
            "NODE_PATH": os.environ.get("NODE_PATH", ""),
            **{name: str(value) for name, value in env_vars.items()},
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{self.function_version.config.runtime}",
            "LAMBDA_TASK_ROOT": code,
            "LAMBDA_RUNTIME_DIR": str(Path(__file__).parent),
        }

    def _report(self, request_id: str, answer: Answer, milliseconds: float) -> str:
        """The log of one invocation between Lambda's own lines.

        https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
        """
        version = self.function_version.id.qualifier
        memory = self.function_version.config.memory_size
        printed = answer.log if not answer.log or answer.log.endswith("\n") else answer.log + "\n"
        return (
            f"START RequestId: {request_id} Version: {version}\n{printed}END RequestId: {request_id}\n"
            f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms\t"
            f"Billed Duration: {int(milliseconds) + 1} ms\tMemory Size: {memory} MB\n"
        )


def _outcome(request_id: str, answer: Answer, seconds: int) -> Any:
    """The payload of the response to an invocation."""
    if answer.kind == "timeout":
        return {
            "errorType": "Sandbox.Timedout",
            "errorMessage": f"RequestId: {request_id} Error: Task timed out after {seconds:.2f} seconds",
        }
    if answer.kind == "exit":
        return {
            "errorType": "Runtime.ExitError",
            "errorMessage": f"RequestId: {request_id} Error: Runtime exited without providing a reason",
        }
    return answer.value


def _code_key(function_version: FunctionVersion) -> str:
    return str(function_version.config.code.get_unzipped_code_location())


def install() -> None:
    """Makes localemu run functions in node processes."""
    replace(plugins.DockerRuntimeExecutorPlugin, "load", lambda self, *_, **__: NodeExecutor)

"""The HTTP server: plain HTTP with persistent connections, only on the address in GATEWAY_LISTEN.

localemu's own server listens on every address, which would expose an unauthenticated AWS to the whole network. It also passes
each request between threads, which costs about a sixth of the time of a simple call.
"""

from typing import Any

from cheroot.wsgi import Server
from localemu import config
from localemu.runtime.runtime import LocalemuRuntime
from localemu.runtime.server.twisted import TwistedRuntimeServer
from rolo.gateway.wsgi import WsgiGateway

from .patching import replace

_THREADS = 100
"""A request that waits for messages or for a function holds a thread."""
_IDLE_SECONDS = 75
"""Clients must not meet a connection that is just being closed."""


def _bind(self: Any, gateway: Any, addresses: list[config.HostAndPort], certificate: Any = None) -> None:
    """Binds the address. Raises OSError if it is in use."""
    (address,) = addresses
    place = (address.host, address.port)
    self.server = Server(place, WsgiGateway(gateway), _THREADS, request_queue_size=128, timeout=_IDLE_SECONDS)
    self.server.keep_alive_conn_limit = 10_000
    self.server.prepare()


def _serve(self: Any) -> None:
    self.server.serve()


def _start_server(self: Any) -> None:
    self.components.runtime_server.register(self.components.gateway, self.config.GATEWAY_LISTEN)


def install() -> None:
    """Repairs the server's address and protocol, and its speed."""
    replace(TwistedRuntimeServer, "register", _bind)
    replace(TwistedRuntimeServer, "run", _serve)
    replace(LocalemuRuntime, "_init_gateway_server", _start_server)

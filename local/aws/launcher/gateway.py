"""The HTTP server: plain HTTP with persistent connections, only on the address in GATEWAY_LISTEN.

localemu's own server listens on every address, which would expose an unauthenticated AWS to the whole network, and it
checks each connection for TLS.
"""

from typing import Any

from localemu import config
from localemu.runtime.runtime import LocalemuRuntime
from localemu.runtime.server.twisted import TwistedRuntimeServer
from rolo.serving.twisted import TwistedGateway
from twisted.internet import reactor

from .patching import replace


def _listen(self: Any, gateway: Any, addresses: list[config.HostAndPort], certificate: Any = None) -> None:
    """Binds every address. Raises twisted.internet.error.CannotListenError if one is in use."""
    site = TwistedGateway(gateway)
    for address in addresses:
        reactor.listenTCP(address.port, site, interface=address.host)


def _start_server(self: Any) -> None:
    self.components.runtime_server.register(self.components.gateway, self.config.GATEWAY_LISTEN)


def install() -> None:
    """Repairs the server's address and protocol."""
    replace(TwistedRuntimeServer, "register", _listen)
    replace(LocalemuRuntime, "_init_gateway_server", _start_server)

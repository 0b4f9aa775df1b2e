"""The HTTP server: plain HTTP, on exactly the address that GATEWAY_LISTEN names, with connections that stay open.

localemu's own server listens on every address and wraps each connection in a look for TLS. It would be an
unauthenticated AWS for the whole network.
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
    """Repairs where and how the server listens."""
    replace(TwistedRuntimeServer, "register", _listen)
    replace(LocalemuRuntime, "_init_gateway_server", _start_server)

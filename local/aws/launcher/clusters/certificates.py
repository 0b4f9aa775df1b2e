"""The certificate of a cluster's API, signed by a CA of its own.

https://docs.aws.amazon.com/eks/latest/APIReference/API_Certificate.html
"""

import ipaddress
import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def make() -> tuple[bytes, ssl.SSLContext]:
    """The CA as PEM, and the TLS context of a server on 127.0.0.1 whose certificate it signed."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = _signed(
        _builder("kubernetes", "kubernetes", ca_key).add_extension(x509.BasicConstraints(True, None), True), ca_key
    )
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    own = _signed(_builder("kube-apiserver", "kubernetes", key).add_extension(names, False), ca_key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "server.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        file.write_bytes(private + own.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(file)
    return ca.public_bytes(serialization.Encoding.PEM), context


def _builder(subject: str, issuer: str, key: Any) -> x509.CertificateBuilder:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name(issuer), name(subject), key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))


def _signed(builder: x509.CertificateBuilder, key: Any) -> x509.Certificate:
    return builder.sign(key, hashes.SHA256())

"""Certificates: such as nobody vouches for, and an authority of our own for those somebody does."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Authority:
    """Signs certificates; who trusts `file` trusts them."""

    key: ec.EllipticCurvePrivateKey
    name: x509.Name
    file: Path


def authority(folder: Path) -> Authority:
    """A fresh one."""
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("Thu")
    made = Authority(key, name, folder / "authority.pem")
    certificate = _builder("Thu", key, name, datetime.now(UTC) + DAY).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    made.file.write_bytes(certificate.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return made


def self_signed(host: str, folder: Path) -> ssl.SSLContext:
    """A server's context with a fresh certificate of its own making."""
    return server(host, folder)


def server(host: str, folder: Path, by: Authority | None = None, until: datetime | None = None) -> ssl.SSLContext:
    """A server's context with a fresh certificate for `host`, signed by itself where no authority
    is named; until: its last moment, tomorrow by default."""
    key = ec.generate_private_key(ec.SECP256R1())
    builder = _builder(host, key, by.name if by else _name(host), until or datetime.now(UTC) + DAY)
    named = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    certificate = named.sign(by.key if by else key, hashes.SHA256())
    file = folder / f"{host}.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def by_name(contexts: dict[str, ssl.SSLContext]) -> ssl.SSLContext:
    """One server that shows each host the certificate listed for it; the first to all others."""
    first = next(iter(contexts.values()))

    def choose(connection: ssl.SSLObject | ssl.SSLSocket, asked: str | None, _: ssl.SSLContext) -> None:
        connection.context = contexts.get(asked or "", first)

    first.sni_callback = choose  # type: ignore[assignment]
    return first


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _builder(
    host: str, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(host))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 30 * DAY)
        .not_valid_after(until)
    )

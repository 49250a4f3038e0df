"""A certificate authority that lives in memory and vouches for every host of one loopback web."""

from __future__ import annotations

import ssl
import tempfile
from collections import OrderedDict
from datetime import UTC, datetime
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Fixed, because nothing here reads a clock, and replayed clocks differ from the operating system's.
_VALID_FROM = datetime(2000, 1, 1, tzinfo=UTC)
_VALID_UNTIL = datetime(2099, 12, 31, tzinfo=UTC)
_EXPIRED_AT = datetime(2001, 1, 1, tzinfo=UTC)
MAX_COMMON_NAME_CHARS = 64  # X.520 upper bound
MAX_CONTEXTS = 512


class TlsFault(StrEnum):
    """What is wrong with a host's TLS."""

    NONE = "none"
    EXPIRED = "expired"
    WRONG_NAME = "wrong_name"
    UNTRUSTED = "untrusted"
    NOT_TLS = "not_tls"


class Authority:
    """Makes leaf certificates for hosts, all with one key; the private keys end with the process."""

    def __init__(self, name: str = "headwater loopback authority") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named(name)
        self._certificate = self._sign_itself()
        self._contexts: OrderedDict[tuple[str, TlsFault], ssl.SSLContext] = OrderedDict()

    @property
    def pem(self) -> str:
        """The authority's certificate, to be trusted by a browser that looks at the loopback web."""
        return self._certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")

    def client_context(self) -> ssl.SSLContext:
        """A context that trusts this authority alone and checks host names."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self.pem)
        return context

    def server_context(self, host: str, fault: TlsFault = TlsFault.NONE) -> ssl.SSLContext:
        """A context that shows a certificate for `host`, with the `fault` asked for."""
        found = self._contexts.pop((host, fault), None) or self._new_context(host, fault)
        self._contexts[host, fault] = found
        if len(self._contexts) > MAX_CONTEXTS:
            self._contexts.popitem(last=False)
        return found

    def _new_context(self, host: str, fault: TlsFault) -> ssl.SSLContext:
        signer = Authority("somebody else") if fault is TlsFault.UNTRUSTED else self
        name = f"not-{host}" if fault is TlsFault.WRONG_NAME else host
        until = _EXPIRED_AT if fault is TlsFault.EXPIRED else _VALID_UNTIL
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        signer._load(context, signer._leaf(name, until))
        return context

    def _load(self, context: ssl.SSLContext, leaf: x509.Certificate) -> None:
        key = self._leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        chain = leaf.public_bytes(serialization.Encoding.PEM)
        with tempfile.TemporaryDirectory() as folder:  # the ssl module reads certificates from files only
            path = Path(folder) / "leaf.pem"
            path.write_bytes(key + chain)
            context.load_cert_chain(path)

    def _leaf(self, host: str, until: datetime) -> x509.Certificate:
        public = self._leaf_key.public_key()
        builder = _builder(_named(host[:MAX_COMMON_NAME_CHARS]), self._name, public, until)
        extensions: tuple[tuple[x509.ExtensionType, bool], ...] = (
            (x509.SubjectAlternativeName([_general_name(host)]), False),
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (_usage(is_authority=False), True),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
            (x509.SubjectKeyIdentifier.from_public_key(public), False),
            (x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), False),
        )
        for extension, is_critical in extensions:
            builder = builder.add_extension(extension, critical=is_critical)
        return builder.sign(self._key, hashes.SHA256())

    def _sign_itself(self) -> x509.Certificate:
        public = self._key.public_key()
        builder = _builder(self._name, self._name, public, _VALID_UNTIL)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(is_authority=True), critical=True)
        builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(_VALID_FROM)
        .not_valid_after(until)
    )


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )

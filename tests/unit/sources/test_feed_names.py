"""Names on the way to a feed: resolved once, and held against the certificate although an address is dialled."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.adapters.sources.feed.fetch import Fetcher
from chalicelib.domain.errors import SourceUnavailableError
from tests.builders import NOON
from tests.unit.sources.loopback import Said, saying

FEED = "feed.example"


class Names:
    """A name server of the test's own: each question about `name` gets the next answer."""

    def __init__(self, name: str, *answers: str) -> None:
        self.name, self.left, self.asked = name, list(answers), 0
        self._real = socket.getaddrinfo

    def __call__(self, host: str, port: int, *args: Any, **options: Any) -> Any:
        if host != self.name:
            return self._real(host, port, *args, **options)
        self.asked += 1
        return self._real(self.left.pop(0) if len(self.left) > 1 else self.left[0], port, *args, **options)


class _Feed(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"feed")

    def log_message(self, format: str, *args: object) -> None:
        """Tests say what went wrong themselves."""


@contextmanager
def secured(name: str, folder: Path) -> Iterator[tuple[int, Path]]:
    """A TLS server on loopback whose certificate is for `name`: its port, and the certificate."""
    certificate = folder / "certificate.pem"
    certificate.write_bytes(a_certificate(name))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = HTTPServer(("127.0.0.1", 0), _Feed)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.server_port, certificate
    finally:
        server.shutdown()
        server.server_close()


def a_certificate(name: str) -> bytes:
    """A key and a certificate that it signed itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(NOON - timedelta(days=3650)).not_valid_after(NOON + timedelta(days=3650))
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    signed = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + signed.public_bytes(serialization.Encoding.PEM)


def test_a_name_is_resolved_once_so_that_its_second_answer_cannot_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    names = Names("rebind.example", "8.8.8.8", "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", names)
    with saying(Said(body=b"secret")) as inside:
        port = inside.host.partition(":")[2]
        with pytest.raises(SourceUnavailableError):
            Fetcher(timeout=0.3).fetch(f"http://rebind.example:{port}/", etag="", modified="", at=NOON)

        assert inside.asked == []
    assert names.asked == 1


@pytest.mark.parametrize(("certified", "is_read"), [(FEED, True), ("other.example", False)])
def test_a_certificate_must_be_for_the_name(
    certified: str, is_read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(FEED, "127.0.0.1"))
    with secured(certified, tmp_path) as (port, certificate):
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        fetcher, url = Fetcher(allowed_hosts=frozenset({f"{FEED}:{port}"}), timeout=30), f"https://{FEED}:{port}/"
        if is_read:
            assert fetcher.fetch(url, etag="", modified="", at=NOON).body == b"feed"
        else:
            with pytest.raises(SourceUnavailableError):
                fetcher.fetch(url, etag="", modified="", at=NOON)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(FEED, "127.0.0.1"))
    with secured(FEED, tmp_path) as (port, _), pytest.raises(SourceUnavailableError):
        fetcher = Fetcher(allowed_hosts=frozenset({f"{FEED}:{port}"}), timeout=30)
        fetcher.fetch(f"https://{FEED}:{port}/", etag="", modified="", at=NOON)

"""Which addresses a feed may lead us to."""

from ipaddress import ip_address

import pytest

from chalicelib.adapters.sources.address import is_public, public_address
from chalicelib.domain.errors import SourceError, SourceUnavailableError


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450:4001:831::200e"])
def test_public_addresses_are_read(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.1.2.3",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
    ],
)
def test_every_other_address_is_refused_however_it_is_written(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "2130706433", "0x7f.1", "0", "::1"])
def test_a_host_that_leads_home_is_refused(host: str) -> None:
    with pytest.raises(SourceError, match="not a public address"):
        public_address(host, 80)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 70 + ".example", ".."])
def test_a_name_that_leads_nowhere_is_tried_again(host: str) -> None:
    with pytest.raises(SourceUnavailableError, match="cannot be resolved"):
        public_address(host, 80)


def test_a_public_address_is_given_as_it_is() -> None:
    assert public_address("8.8.8.8", 80) == "8.8.8.8"

"""Who sends a request is what our own proxies say, and nobody else."""

from __future__ import annotations

import pytest

from limits.network import address_of, network_of


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", "unknown"),
            ("no address", "unknown"),
        ],
    )
    def test_is_one_ipv4_address_or_one_ipv6_64(self, post, address, network):
        assert network_of(post(None, address)) == network

    @pytest.mark.parametrize("forged", ["203.0.113.9", "203.0.113.9, 203.0.113.10", "<x>", "::1"])
    def test_ignores_a_forged_header_without_proxies(self, post, forged):
        request = post(None, "192.0.2.7", HTTP_X_FORWARDED_FOR=forged)
        assert network_of(request) == "192.0.2.7"

    @pytest.mark.parametrize("forged", ["", "203.0.113.9, ", "a, b, 203.0.113.9, 10.0.0.1, "])
    def test_believes_only_as_many_entries_as_there_are_proxies(self, post, settings, forged):
        settings.TRUSTED_PROXY_COUNT = 2
        said = f"{forged}198.51.100.4, 10.0.0.2"
        request = post(None, "10.0.0.3", HTTP_X_FORWARDED_FOR=said)
        assert network_of(request) == "198.51.100.4"

    def test_believes_the_connection_when_the_proxies_were_gone_around(self, post, settings):
        settings.TRUSTED_PROXY_COUNT = 2
        request = post(None, "192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9")
        assert network_of(request) == "192.0.2.7"

    @pytest.mark.parametrize("said", ["198.51.100.4:5123", "[2001:db8::1]:443", "[2001:db8::1]"])
    def test_reads_addresses_with_ports(self, post, settings, said):
        settings.TRUSTED_PROXY_COUNT = 1
        request = post(None, "10.0.0.3", HTTP_X_FORWARDED_FOR=said)
        assert network_of(request) in ("198.51.100.4", "2001:db8::/64")


class TestAddressOf:
    def test_is_the_whole_address(self, post):
        assert address_of(post(None, "2001:db8::9")) == "2001:db8::9"

    def test_is_empty_where_there_is_none(self, post):
        assert address_of(post(None, "")) == ""

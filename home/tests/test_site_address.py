"""The Site follows the address the installation is told to have."""

import pytest
from django.core.management import call_command
from wagtail.models import Site

from home.site_address import follow_base_url

pytestmark = pytest.mark.django_db


class TestSite:
    @pytest.mark.parametrize(
        ("base_url", "hostname", "port"),
        [
            ("https://gallery.example.com", "gallery.example.com", 443),
            ("http://localhost:8123", "localhost", 8123),
        ],
    )
    def test_follows_the_base_url(self, settings, base_url, hostname, port):
        settings.BASE_URL = base_url
        follow_base_url()
        site = Site.objects.get(is_default_site=True)
        assert (site.hostname, site.port) == (hostname, port)

    def test_is_brought_up_to_date_by_migrate(self, settings):
        settings.BASE_URL = "https://elsewhere.example"
        call_command("migrate", verbosity=0)
        assert Site.objects.get(is_default_site=True).hostname == "elsewhere.example"

"""The plain look-up finds the site that Wagtail finds."""

from itertools import product

import pytest
from wagtail.models import Page, Site

from pictures.site_lookup import site_of

pytestmark = pytest.mark.django_db

SITES = [
    # hostname, port, is default
    [],
    [("a.example", 80, True)],
    [("a.example", 80, False)],
    [("a.example", 80, True), ("b.example", 80, False)],
    [("a.example", 80, True), ("b.example", 80, False), ("b.example", 8000, False)],
    [("a.example", 80, False), ("a.example", 8000, True)],
    [("b.example", 80, False), ("b.example", 81, False)],
]


@pytest.mark.parametrize("rows", SITES)
def test_agrees_with_wagtail(rf, rows):
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for hostname, port, is_default in rows:
        Site.objects.create(
            hostname=hostname, port=port, is_default_site=is_default, root_page=root
        )
    for hostname, port in product(["a.example", "b.example", "c.example"], [80, 81, 8000]):
        expected = Site._find_for_request(rf.get("/", headers={"Host": f"{hostname}:{port}"}))
        found = site_of(rf.get("/", headers={"Host": f"{hostname}:{port}"}))
        assert found == expected, (hostname, port)


def test_is_asked_for_once(rf, django_assert_num_queries):
    request = rf.get("/")
    with django_assert_num_queries(1):
        assert site_of(request) == site_of(request) == Site.find_for_request(request)

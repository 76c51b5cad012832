"""What pages, sitemap, robots.txt and oEmbed tell machines."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import pytest
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction, Site

from config import sitemap as sitemaps
from config.models import CrawlerSettings
from config.seo import AI_CRAWLERS
from pictures.models import PicturePage, Sensitivity
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@pytest.fixture
def picture(hang) -> PicturePage:
    return hang("등대", seed=1, tags=["노을"], alt_text="물가의 <등대>")


@pytest.fixture
def mark(django_capture_on_commit_callbacks):
    """Set how sensitive the image of a picture is, its copies made."""

    def mark_now(picture: PicturePage, sensitivity: Sensitivity) -> None:
        picture.image.sensitivity = sensitivity
        with django_capture_on_commit_callbacks(execute=True):
            picture.image.save()

    return mark_now


def head(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode().partition("</head>")[0]


def metas(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html))


def data(html: str, kind: str) -> dict:
    found = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html, re.DOTALL)]
    return next(each for each in found if each["@type"] == kind)


def links(html: str, kind: str) -> list[str]:
    return re.findall(rf'<link rel="alternate" type="{re.escape(kind)}"[^>]* href="([^"]+)"', html)


class TestPicture:
    def test_is_described_as_an_image_made_by_ai(self, client, picture, bo):
        PicturePage.objects.filter(pk=picture.pk).update(author=bo)
        told = data(head(client, picture.url), "ImageObject")
        assert told["digitalSourceType"] == SOURCE_TYPE
        assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
        assert told["acquireLicensePage"] == told["url"]
        assert told["creator"] == {
            "@type": "Person",
            "name": bo.profile.nickname,
            "url": f"{HOST}/people/{bo.profile.nickname}/",
        }
        assert client.get(told["contentUrl"].removeprefix(HOST)).status_code == 200

    def test_says_nothing_of_ai_where_none_was_at_work(self, client, picture):
        type(picture.image).objects.update(ai_generated=False)
        assert "digitalSourceType" not in data(head(client, picture.url), "ImageObject")

    def test_has_a_card_with_words_for_who_does_not_see_it(self, client, picture):
        told = metas(head(client, picture.url))
        assert told["og:title"] == "등대"
        assert told["og:site_name"] == "HKPictures"
        assert told["og:locale"] == "ko_KR"
        assert told["og:image"].startswith(f"{HOST}/media/r/")
        assert int(told["og:image:width"]) <= 1920
        assert told["og:image:alt"] == told["twitter:image:alt"] == escape("물가의 <등대>")
        assert told["twitter:card"] == "summary_large_image"

    def test_stands_at_the_end_of_the_way_to_it(self, client, picture, topic):
        told = data(head(client, picture.url), "BreadcrumbList")
        names = [item["name"] for item in told["itemListElement"]]
        with translation.override("ko"):
            words = gettext("Topics")
        assert names == ["HKPictures", words, topic.title, "등대"]
        assert [item["position"] for item in told["itemListElement"]] == [1, 2, 3, 4]
        assert told["itemListElement"][-1]["item"] == f"{HOST}{picture.url}"
        assert told["itemListElement"][2]["item"] == f"{HOST}{topic.url}"

    def test_shows_machines_the_blurred_copy_of_what_is_sensitive(self, client, picture, mark):
        mark(picture, Sensitivity.SENSITIVE)
        html = head(client, picture.url)
        blurred = picture.image.renditions.get(
            filter_spec__startswith="max", filter_spec__contains="blur"
        )
        assert metas(html)["og:image"].endswith(blurred.file.name)
        assert data(html, "ImageObject")["contentUrl"].endswith(blurred.file.name)
        assert data(html, "ImageObject")["isFamilyFriendly"] is False


class TestCanonical:
    def test_is_the_address_in_the_content_s_language(self, client, hang):
        korean, english = hang("등대", seed=1), hang("Lighthouse", seed=2, content_language="en")
        for picture, prefix in ((korean, ""), (english, "/en")):
            for asked in (picture.url, f"/en{picture.url}"):
                html = head(client, asked)
                assert f'rel="canonical" href="{HOST}{prefix}{picture.url}"' in html
                assert "hreflang" not in html

    def test_of_a_list_leaves_the_cursor_out(self, client, picture):
        html = head(client, "/en/pictures/?sort=oldest")
        assert f'rel="canonical" href="{HOST}/en/pictures/"' in html

    @pytest.mark.parametrize("address", ["/", "/topics/", "/pictures/"])
    def test_names_both_languages_where_both_exist(self, client, picture, address):
        for asked in (address, f"/en{address}"):
            html = head(client, asked)
            found = dict(re.findall(r'hreflang="([\w-]+)" href="([^"]+)"', html))
            assert found == {
                "ko": f"{HOST}{address}",
                "en": f"{HOST}/en{address}",
                "x-default": f"{HOST}{address}",
            }


class TestFeedsOfPages:
    def test_are_named_where_there_are_any(self, client, picture, topic, bo):
        kind = "application/atom+xml"
        site = "/feeds/latest.atom"
        topics = f"/feeds/topics/{quote(topic.slug)}.atom"
        assert links(head(client, "/"), kind) == [site]
        assert links(head(client, "/en/pictures/"), kind) == ["/en/feeds/latest.atom"]
        assert links(head(client, topic.url), kind) == [topics, site]
        assert links(head(client, picture.url), kind) == [topics, site]
        assert links(head(client, "/tags/노을/"), kind)[0] == f"/feeds/tags/{quote('노을')}.atom"
        assert links(head(client, "/people/bo/"), kind)[0] == "/feeds/people/bo.atom"
        for address in links(head(client, topic.url), kind):
            assert client.get(address).status_code == 200


def urls(client, address: str) -> list[ElementTree.Element]:
    answer = client.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content).findall(f"{MAP}url")


def locations(client, address: str) -> list[str]:
    return [each.find(f"{MAP}loc").text for each in urls(client, address)]


class TestSitemap:
    def test_names_each_page_once_and_each_picture_with_its_image(self, client, picture, topic):
        found = locations(client, "/sitemap.xml")
        assert len(found) == len(set(found))
        assert {f"{HOST}/", f"{HOST}/en/", f"{HOST}/pictures/", f"{HOST}{topic.url}"} <= set(found)
        entry = next(
            each
            for each in urls(client, "/sitemap.xml")
            if each.find(f"{MAP}loc").text == f"{HOST}{picture.url}"
        )
        image = entry.find(f"{IMAGE}image/{IMAGE}loc").text
        assert client.get(image.removeprefix(HOST)).status_code == 200
        assert entry.find(f"{XHTML}link") is None

    def test_names_the_indexes_of_tags_and_people(self, client, picture):
        wanted = {f"{HOST}{way}{name}/" for way in ("/", "/en/") for name in ("tags", "people")}
        assert wanted <= set(locations(client, "/sitemap.xml"))

    def test_links_the_languages_of_lists(self, client, picture):
        entry = urls(client, "/sitemap.xml")[0]
        found = {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}
        assert found == {"ko": f"{HOST}/", "en": f"{HOST}/en/"}

    def test_names_sensitive_pictures_without_their_image(self, client, picture, mark):
        mark(picture, Sensitivity.SENSITIVE)
        assert f"{HOST}{picture.url}" in locations(client, "/sitemap.xml")
        assert b"<image:loc>" not in client.get("/sitemap.xml").content

    def test_becomes_an_index_of_parts_when_it_grows(self, client, hang, monkeypatch):
        monkeypatch.setattr(sitemaps, "PART", 2)
        pictures = [hang(f"그림 {seed}", seed=seed) for seed in range(1, 6)]
        hidden = hang("초안", seed=9, publish=False)
        index = ElementTree.fromstring(client.get("/sitemap.xml").content)
        assert index.tag == f"{MAP}sitemapindex"
        parts = [each.text.removeprefix(HOST) for each in index.iter(f"{MAP}loc")]
        assert parts[0] == "/sitemap-pages.xml"
        found = [url for part in parts for url in locations(client, part)]
        assert len(found) == len(set(found))
        assert {f"{HOST}{picture.url}" for picture in pictures} <= set(found)
        assert not [url for url in found if unquote(url).endswith(f"/{hidden.slug}/")]
        assert client.get("/sitemap-pictures-999999999.xml").status_code == 404
        assert client.get(f"/sitemap-pictures-{9**20}.xml").status_code == 404


class TestRobots:
    def test_refuses_ai_crawlers_until_somebody_lets_them_in(self, client):
        text = client.get("/robots.txt").content.decode()
        assert f"Sitemap: {HOST}/sitemap.xml" in text
        everyone, ai = text.split("\n\n")[:2]
        assert everyone.startswith("User-agent: *\nDisallow: /admin/")
        assert "Disallow: /\n" not in f"{everyone}\n"
        assert {f"User-agent: {name}" for name in AI_CRAWLERS} == set(ai.splitlines()[:-1])
        assert ai.endswith("\nDisallow: /")
        CrawlerSettings.objects.create(site=Site.objects.get(), allow_ai_crawlers=True)
        assert "GPTBot" not in client.get("/robots.txt").content.decode()

    def test_are_switched_in_the_admin(self, admin_client):
        site = Site.objects.get()
        address = f"/admin/settings/site_config/crawlersettings/{site.pk}/"
        assert admin_client.get(address).status_code == 200
        admin_client.post(address, {"allow_ai_crawlers": "on"})
        assert CrawlerSettings.objects.get(site=site).allow_ai_crawlers


class TestEmbedding:
    def ask(self, client, url: str, **more):
        return client.get("/oembed", {"url": url, "format": "json", **more})

    def test_is_found_from_the_page(self, client, picture):
        (address,) = links(head(client, picture.url), "application/json+oembed")
        told = client.get(address.replace("&amp;", "&").removeprefix(HOST)).json()
        assert told["title"] == "등대"
        assert told["type"] == "photo"
        assert told["version"] == "1.0"
        assert told["alt_text"] == "물가의 <등대>"
        assert told["digital_source_type"] == SOURCE_TYPE
        assert client.get(told["url"].removeprefix(HOST)).status_code == 200

    def test_takes_the_address_in_either_language(self, client, picture):
        for url in (f"{HOST}{picture.url}", f"{HOST}/en{picture.url}?sort=likes#comments"):
            assert self.ask(client, url).status_code == 200

    def test_keeps_within_the_bounds_it_is_given(self, client, hang):
        wide = hang("Wide", seed=1, size=(1400, 900))
        for bound in (1400, 700, 320):
            told = self.ask(client, f"{HOST}{wide.url}", maxwidth=str(bound)).json()
            assert told["width"] <= bound
        assert self.ask(client, f"{HOST}{wide.url}", maxwidth="20").json()["type"] == "link"
        assert self.ask(client, f"{HOST}{wide.url}", maxwidth="wide").json()["width"] == 1400

    def test_shows_the_blurred_copy_of_what_is_sensitive(self, client, picture, mark):
        mark(picture, Sensitivity.SENSITIVE)
        url = self.ask(client, f"{HOST}{picture.url}").json()["url"]
        (found,) = [each for each in picture.image.renditions.all() if url.endswith(each.file.name)]
        assert "|blur|" in found.filter_spec

    def test_refuses_xml(self, client, picture):
        assert self.ask(client, f"{HOST}{picture.url}", format="xml").status_code == 501

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "nonsense",
            "http://[",
            f"{HOST}/",
            f"{HOST}/topics/",
            f"{HOST}/nothing/",
            f"{HOST}/topics/%00/a/",
            "https://elsewhere.example/topics/a/b/",
            f"{HOST}/{'a/' * 3000}",
        ],
    )
    def test_knows_nothing_else(self, client, picture, url):
        assert self.ask(client, url).status_code == 404

    def test_is_kept_by_shared_caches(self, client, picture):
        answer = self.ask(client, f"{HOST}{picture.url}")
        assert "public" in answer["Cache-Control"]
        assert answer["Access-Control-Allow-Origin"] == "*"


def unpublish(picture: PicturePage) -> None:
    picture.unpublish()


def restrict(picture: PicturePage) -> None:
    PageViewRestriction.objects.create(page=picture.get_parent(), restriction_type="login")


def hide(picture: PicturePage) -> None:
    picture.image.sensitivity = Sensitivity.HIDDEN
    picture.image.save()


def move(picture: PicturePage) -> None:
    closed = open_topic("Closed")
    closed.unpublish()
    picture.move(closed, pos="last-child")


@pytest.mark.parametrize("withdraw", [unpublish, restrict, hide, move])
class TestWithdrawnPicture:
    def test_is_told_to_no_machine(
        self, client, hang, withdraw, bo, django_capture_on_commit_callbacks
    ):
        picture = hang("Secret", seed=1, tags=["노을"], content_language="en")
        PicturePage.objects.filter(pk=picture.pk).update(author=bo)
        url = f"{HOST}{picture.url}"
        with django_capture_on_commit_callbacks(execute=True):
            withdraw(picture)
        picture.refresh_from_db()
        for address in (
            "/sitemap.xml",
            f"/sitemap-pictures-{picture.pk // sitemaps.PART}.xml",
            "/feeds/latest.atom",
            "/feeds/people/bo.atom",
            f"/feeds/tags/{quote('노을')}.atom",
            f"/feeds/topics/{quote('노을과-산')}.atom",
            "/feeds/topics/closed.atom",
        ):
            body = client.get(address).content.decode().lower()
            assert "secret" not in body, address
        for asked in (url, f"{HOST}{picture.url}"):
            assert client.get("/oembed", {"url": asked}).status_code == 404


class TestPasswordPage:
    def test_tells_nothing_of_what_it_guards(self, client, hang, topic):
        picture = hang("Secret", seed=1)
        PageViewRestriction.objects.create(page=topic, restriction_type="password", password="x")
        for page in (picture, topic):
            html = client.get(page.url).content.decode()
            assert "<form" in html
            assert "Secret" not in html
            assert topic.title not in html
            for mark in ("oembed", "BreadcrumbList", "/feeds/topics/", "data-count-view"):
                assert mark not in html

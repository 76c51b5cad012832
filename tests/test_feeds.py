"""Atom feeds: whole for a reader elsewhere, and silent about what is not public."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from community.profiles import set_nickname
from pictures.models import GalleryImage, PicturePage, Sensitivity

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
FEEDS = [
    "/feeds/latest.atom",
    "/en/feeds/latest.atom",
    f"/feeds/topics/{quote('노을과-산')}.atom",
    f"/feeds/tags/{quote('노을')}.atom",
    f"/feeds/people/{quote('보라')}.atom",
]
each_feed = pytest.mark.parametrize("address", FEEDS)


@pytest.fixture
def picture(hang, bo):
    set_nickname(bo.profile, "보라")
    picture = hang("등대", seed=1, tags=["노을"], alt_text='등대 <빛> & "물결"', caption="밤바다.")
    PicturePage.objects.filter(pk=picture.pk).update(author=bo)
    return picture


def read(client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return ElementTree.fromstring(answer.content)


def entries(client, address: str) -> list[ElementTree.Element]:
    return read(client, address).findall(f"{ATOM}entry")


@each_feed
class TestFeed:
    def test_has_what_atom_asks_for(self, client, picture, address):
        feed = read(client, address)
        assert client.get(address)["Content-Type"] == "application/atom+xml; charset=utf-8"
        for part in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(part.findall(f"{ATOM}{name}")) == 1
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == f"http://localhost:8000{address}"
        assert (
            client.get(links["alternate"].removeprefix("http://localhost:8000")).status_code == 200
        )
        assert feed.find(f"{ATOM}author/{ATOM}name").text == "HKPictures"

    def test_shows_the_picture_with_its_alternative_text_and_mark(self, client, picture, address):
        (entry,) = entries(client, address)
        content = entry.find(f"{ATOM}content")
        assert content.get("type") == "html"
        assert 'alt="등대 &lt;빛&gt; &amp; &quot;물결&quot;"' in content.text
        assert 'src="http://localhost:8000/media/r/' in content.text
        assert "AI" in content.text
        assert "밤바다." in content.text
        mark = entry.find(f"{ATOM}category")
        assert mark.get("scheme") + mark.get("term") == (
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        )
        links = {link.get("rel"): link.get("href") for link in entry.findall(f"{ATOM}link")}
        files = [each.file.name for each in picture.image.renditions.all()]
        assert links["enclosure"].removeprefix("http://localhost:8000/media/") in files
        assert links["alternate"].endswith(picture.url)

    def test_says_nothing_of_a_mark_where_no_ai_was_at_work(self, client, picture, address):
        GalleryImage.objects.update(ai_generated=False)
        (entry,) = entries(client, address)
        content = entry.find(f"{ATOM}content").text
        assert re.search("Not AI-generated|AI 생성 아님", content)
        assert entry.find(f"{ATOM}category") is None

    def test_may_be_kept_and_asked_again(self, client, picture, address):
        answer = client.get(address)
        assert "public" in answer["Cache-Control"]
        for header, value in (
            ("If-None-Match", answer["ETag"]),
            ("If-Modified-Since", answer["Last-Modified"]),
        ):
            assert client.get(address, headers={header: value}).status_code == 304
        assert (
            client.get(
                address,
                headers={"If-None-Match": '"old"', "If-Modified-Since": answer["Last-Modified"]},
            ).status_code
            == 200
        )

    def test_forgets_what_is_withdrawn(
        self, client, picture, hang, django_capture_on_commit_callbacks, address
    ):
        other = hang("다른 것", seed=2, tags=["노을"], alt_text="바다")
        PicturePage.objects.filter(pk=other.pk).update(author=picture.author_id or other.owner_id)
        with django_capture_on_commit_callbacks(execute=True):
            PageViewRestriction.objects.create(page=picture, restriction_type="login")
        answer = client.get(address)
        assert "등대" not in answer.content.decode()

    def test_costs_the_same_at_2_and_12_pictures(self, client, picture, hang, bo, address):
        hang("둘", seed=2, tags=["노을"])
        PicturePage.objects.update(author=bo)
        few = cost(client, address)
        for seed in range(3, 13):
            hang(f"그림 {seed}", seed=seed, tags=["노을"])
        PicturePage.objects.update(author=bo)
        assert cost(client, address) == few <= 10

    def test_blurs_what_is_sensitive(
        self, client, picture, django_capture_on_commit_callbacks, address
    ):
        image = picture.image
        image.sensitivity = Sensitivity.SENSITIVE
        with django_capture_on_commit_callbacks(execute=True):
            image.save()
        blurred = image.renditions.get(
            filter_spec__contains="|blur|", filter_spec__startswith="max"
        )
        (entry,) = entries(client, address)
        assert blurred.file.name in entry.find(f"{ATOM}content").text
        others = image.renditions.exclude(pk=blurred.pk)
        text = ElementTree.tostring(entry, "unicode")
        assert [each.file.name for each in others if each.file.name in text] == []


def cost(client, address: str) -> int:
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


class TestLanguage:
    def test_is_the_entry_s_own_whatever_the_feed_s_is(self, client, hang):
        hang("Lighthouse", seed=1, content_language="en")
        hang("등대", seed=2)
        feed = read(client, "/feeds/latest.atom")
        assert feed.get(LANG) == "ko"
        assert read(client, "/en/feeds/latest.atom").get(LANG) == "en"
        found = {each.find(f"{ATOM}title").text: each for each in feed.findall(f"{ATOM}entry")}
        assert found["Lighthouse"].get(LANG) == "en"
        assert "AI-generated picture" in found["Lighthouse"].find(f"{ATOM}content").text
        assert "/en/topics/" in found["Lighthouse"].find(f"{ATOM}link").get("href")
        assert found["등대"].get(LANG) == "ko"

    def test_of_a_topic_is_its_content_s(self, client, topic):
        topic.content_language = "en"
        topic.save_revision().publish()
        feed = read(client, f"/feeds/topics/{topic.slug}.atom")
        assert feed.get(LANG) == "en"
        assert "/en/topics/" in feed.find(f"{ATOM}link").get("href")


class TestOddWords:
    def test_that_xml_cannot_say_are_left_out(self, client, hang):
        picture = hang("등대", seed=1)
        PicturePage.objects.filter(pk=picture.pk).update(title="a\x0bb", caption="c\x01d\ufffe")
        (entry,) = entries(client, "/feeds/latest.atom")
        assert entry.find(f"{ATOM}title").text == "ab"


class TestUnknownFeed:
    @pytest.mark.parametrize(
        "address",
        [
            "/feeds/topics/nothing.atom",
            "/feeds/tags/nothing.atom",
            "/feeds/people/nothing.atom",
            "/feeds/nothing.atom",
            "/feeds/topics/%00.atom",
            "/feeds/tags/%00.atom",
        ],
    )
    def test_is_not_found(self, client, topic, address):
        assert client.get(address).status_code == 404

    def test_of_a_topic_that_is_closed_is_not_found(self, client, topic, hang):
        hang("등대", seed=1)
        PageViewRestriction.objects.create(page=topic, restriction_type="login")
        assert client.get(f"/feeds/topics/{topic.slug}.atom").status_code == 404

    def test_of_a_former_name_leads_to_the_new_one(self, client, bo):
        set_nickname(bo.profile, "보라")
        set_nickname(bo.profile, "서리")
        answer = client.get(f"/feeds/people/{quote('보라')}.atom")
        assert answer.status_code == 302
        assert answer["Location"] == f"/feeds/people/{quote('서리')}.atom"

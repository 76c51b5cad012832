"""An address where a picture was public once says so: 410, and nothing of what hung there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import HomePage
from pictures import public_versions, visibility
from pictures.models import PicturePage, RemovedAddress, Sensitivity
from pictures.redirecting import redirect_to
from pictures.removal import KEPT, forget_old_removals
from pictures.sensitivity import set_sensitivity
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

TITLE = "등대 아래의 비밀"


@pytest.fixture
def picture(hang) -> PicturePage:
    return hang(TITLE)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def withdrawn(picture: PicturePage, how: str) -> str:
    """Its address, where it is not public any more."""
    address = picture.get_url()
    if how == "expired":
        picture.expire_at = timezone.now() - timedelta(minutes=1)
        picture.save()
        visibility.refresh(PicturePage.objects.filter(pk=picture.pk))  # as the scheduler will
    else:
        getattr(picture, {"unpublished": "unpublish", "deleted": "delete"}[how])()
    return address


def status(client, address: str) -> int:
    return client.get(address).status_code


ENDS = pytest.mark.parametrize("how", ["unpublished", "expired", "deleted"])


class TestPictureThatWasPublic:
    @ENDS
    def test_is_gone_in_both_languages(self, client, hang, picture, topic, how):
        hang("남은 그림", seed=2)
        address = withdrawn(picture, how)
        for path in (address, f"/en{address}"):
            answer = client.get(path)
            body = answer.content.decode()
            assert answer.status_code == 410
            assert '<meta name="robots" content="noindex">' in body
            assert 'rel="canonical"' not in body
            assert TITLE not in body
            assert topic.title in body
            assert "남은 그림" in body, "popular pictures"
            assert 'id="search-lost"' in body

    @ENDS
    def test_is_only_said_to_be_gone_below_public_topics(self, client, picture, topic, how):
        address = withdrawn(picture, how)
        secret = PageViewRestriction.objects.create(
            page=topic, restriction_type=PageViewRestriction.LOGIN
        )
        assert status(client, address) == (302 if how == "expired" else 404)  # the log-in
        secret.delete()
        assert status(client, address) == 410
        topic.unpublish()
        assert status(client, address) == 404

    def test_is_not_gone_where_its_image_is_hidden(self, client, picture):
        """Nobody can tell whether it was ever seen, or will be again."""
        set_sensitivity([picture.image_id], Sensitivity.HIDDEN)
        assert status(client, picture.get_url()) == 404
        assert status(client, withdrawn(picture, "deleted")) == 404

    def test_with_a_restriction_of_its_own_is_not_found(self, client, picture):
        PageViewRestriction.objects.create(page=picture, restriction_type=PageViewRestriction.LOGIN)
        assert status(client, withdrawn(picture, "unpublished")) == 404
        assert status(client, withdrawn(picture, "deleted")) == 404

    def test_leads_on_where_it_was_merged(self, client, hang, picture):
        other = hang("남은 그림", seed=2)
        redirect_to(other, picture.url_path)
        answer = client.get(withdrawn(picture, "unpublished"))
        assert (answer.status_code, answer["Location"]) == (301, other.url)

    def test_says_the_same_to_its_curator(self, client, picture, ana):
        client.force_login(ana)
        assert status(client, withdrawn(picture, "unpublished")) == 410

    def test_is_shown_again_when_it_is_published(self, client, picture, topic, hang):
        address = withdrawn(picture, "deleted")
        again = hang(TITLE, seed=3)
        assert again.get_url() == address
        assert status(client, address) == 200
        assert not RemovedAddress.objects.exists()

    def test_is_gone_with_its_topic(self, client, ana, hang):
        inner = open_topic("속 주제", under=open_topic("겉 주제"))
        address = hang(TITLE, topic=inner, seed=4).get_url()
        draft = hang("초안", topic=inner, seed=5, publish=False).get_url()
        inner.delete()
        answer = client.get(address)
        assert answer.status_code == 410
        assert "겉 주제" in answer.content.decode()
        assert status(client, draft) == 404
        assert status(client, inner.get_url()) == 404


class TestAddressWhereNothingWasPublic:
    @ENDS
    def test_is_not_found(self, client, hang, how):
        draft = hang("초안", publish=False)
        assert status(client, draft.get_url()) == 404
        assert status(client, withdrawn(draft, how)) == 404

    def test_below_a_closed_topic_leaves_nothing_behind(self, client, hang, topic):
        topic.unpublish()
        address = withdrawn(hang(TITLE), "deleted")
        topic.save_revision().publish()
        assert status(client, address) == 404

    def test_says_no_more_once_somebody_drafts_there(self, client, picture, hang):
        """Else a draft would show itself by the change."""
        address = withdrawn(picture, "deleted")
        draft = hang(TITLE, seed=3, publish=False)
        assert draft.get_url() == address
        assert status(client, address) == 410

    @pytest.mark.parametrize("path", ["/nothing/", "/topics/a/", "/topics/a/b/", "/a" * 200 + "/"])
    def test_costs_few_queries(self, client, topic, path):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert status(client, path) == 404
        assert len(captured) <= 12


class TestGonePage:
    def test_is_kept_like_any_other_and_never_longer_than_it_is_true(
        self, client, picture, topic, committed, settings, tmp_path, monkeypatch
    ):
        settings.PAGE_CACHE, settings.MEDIA_ROOT = True, tmp_path
        monkeypatch.setattr(public_versions, "_is_due", lambda _renew: False)
        caches["pages"].clear()
        with committed():
            address = withdrawn(picture, "unpublished")
        first, again = client.get(address), client.get(address)
        assert (first["X-Page-Cache"], again["X-Page-Cache"]) == ("miss", "hit")
        assert (first.status_code, again.status_code) == (410, 410)
        assert again.content == first.content
        assert "s-maxage=60" in again["Cache-Control"]
        told = client.get(address, headers={"If-None-Match": again["ETag"]})
        assert told.status_code == 410, "a removed page is never 'not modified'"
        with committed():
            topic.unpublish()
        assert status(client, address) == 404
        caches["pages"].clear()

    def test_stands_without_any_other_picture(self, client, picture):
        answer = client.get(withdrawn(picture, "deleted"))
        assert answer.status_code == 410
        assert "lost-popular" not in answer.content.decode()

    def test_is_for_reading_only(self, client, picture):
        assert client.post(withdrawn(picture, "deleted")).status_code == 404


class TestOldRemovals:
    def test_are_forgotten_after_two_years(self, client, picture):
        address = withdrawn(picture, "deleted")
        RemovedAddress.objects.update(removed_at=timezone.now() - KEPT + timedelta(hours=1))
        forget_old_removals()
        assert status(client, address) == 410
        RemovedAddress.objects.update(removed_at=timezone.now() - KEPT - timedelta(hours=1))
        forget_old_removals()
        assert status(client, address) == 404

    def test_keep_no_word_of_what_hung_there(self, picture):
        withdrawn(picture, "deleted")
        row = RemovedAddress.objects.get()
        assert picture.slug not in row.key
        assert HomePage.objects.get().url_path not in row.key

"""Pages are kept for everyone, and never a moment longer than they are true."""

from __future__ import annotations

import brotli
import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from community.comments import write_comment
from community.likes import like_picture
from config.page_store import KeptPage
from config.public_cache import PublicCacheMiddleware
from pictures import public_versions
from pictures.models import Placement, Sensitivity
from pictures.public_pages import same_for_everyone
from pictures.public_versions import ALL, CacheStore, FileStore
from pictures.sensitivity import set_sensitivity

pytestmark = pytest.mark.django_db

LIST = "/pictures/"


@pytest.fixture(autouse=True)
def page_cache(settings, tmp_path, monkeypatch):
    settings.PAGE_CACHE = True
    # A test's transaction never ends: what it did on commit stands in its list for ever.
    monkeypatch.setattr(public_versions, "_is_due", lambda _renew: False)
    settings.MEDIA_ROOT = tmp_path
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what happens inside is stored when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def how(answer) -> str:
    return answer.get("X-Page-Cache", "")


def address(picture) -> str:
    return f"/topics/{picture.get_parent().slug}/{picture.slug}/"


class TestKeptPage:
    def test_is_answered_again_without_a_query(self, client, hang):
        hang("등대")
        first = client.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            again = client.get(LIST)
        assert (how(first), how(again)) == ("miss", "hit")
        assert len(captured) == 0
        assert again.content == first.content
        for header in ("ETag", "Cache-Control", "Content-Type", "Content-Language", "Vary"):
            assert again[header] == first[header]
        assert again["Content-Security-Policy"] == first["Content-Security-Policy"]
        assert again["X-Content-Type-Options"] == "nosniff"

    def test_has_the_same_bytes_for_visitor_member_and_editor(self, client, hang, ana, bo):
        picture = hang("등대")
        for path in (LIST, "/", "/en/topics/", address(picture)):
            caches["pages"].clear()
            bodies = [client.get(path).content]
            for user in (bo, ana):
                client.force_login(user)
                bodies.append(client.get(path).content)
                caches["pages"].clear()
                bodies.append(client.get(path).content)
            client.logout()
            bodies.append(client.get(path).content)
            assert len(set(bodies)) == 1, path
            assert not client.get(path).cookies

    def test_answers_304_and_head(self, client, hang):
        hang("등대")
        tag = client.get(LIST)["ETag"]
        unchanged = client.get(LIST, headers={"If-None-Match": tag})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        head = client.head(LIST)
        assert (head.status_code, how(head), head["ETag"]) == (200, "hit", tag)

    def test_is_sent_compressed_to_who_takes_that(self, client, hang):
        hang("등대")
        plain = client.get(LIST)
        for _time in range(2):
            packed = client.get(LIST, headers={"Accept-Encoding": "gzip, br;q=0.9"})
            assert packed["Content-Encoding"] == "br"
            assert brotli.decompress(packed.content) == plain.content
            assert int(packed["Content-Length"]) == len(packed.content)
        assert how(packed) == "hit"
        refused = client.get(LIST, headers={"Accept-Encoding": "br;q=0, gzip;q=0.0"})
        assert refused.content == plain.content
        again = client.get(LIST, headers={"Accept-Encoding": "br", "If-None-Match": packed["ETag"]})
        assert again.status_code == 304

    def test_is_of_one_host_scheme_and_language(self, client, hang):
        hang("등대")
        client.get(LIST)
        assert how(client.get(LIST, headers={"Host": "other.example.com"})) == "miss"
        assert how(client.get(LIST, secure=True)) == "miss"
        assert how(client.get("/en/pictures/")) == "miss"
        assert how(client.get(LIST)) == "hit"


class TestAddress:
    def test_is_kept_once_however_its_parameters_are_ordered(self, client, hang):
        hang("등대")
        first = client.get(f"{LIST}?sort=oldest&period=year")
        for same in (
            f"{LIST}?period=year&sort=oldest",
            f"{LIST}?sort=oldest&period=year&tag=&utm_source=x&fbclid=1",
        ):
            again = client.get(same)
            assert how(again) == "hit"
            assert again.content == first.content

    def test_with_unknown_parameters_is_not_kept(self, client, hang):
        hang("등대")
        for query in ("?random=1", "?sort=likes&x=2", f"?q={'a' * 500}", "?q=%ff"):
            assert how(client.get(f"{LIST}{query}")) == ""
            assert client.get(f"{LIST}{query}").status_code == 200

    def test_that_is_not_there_is_not_kept(self, client, hang):
        for path in ("/topics/nothing/", "/nothing/", "/topics/later/"):
            assert client.get(path).status_code == 404
            assert how(client.get(path)) == ""

    @pytest.mark.parametrize("path", ["/me/state/", "/accounts/login/", "/admin/", "/en/me/likes/"])
    def test_that_is_personal_is_not_kept(self, client, ana, path):
        client.force_login(ana)
        assert [how(client.get(path)) for _time in range(2)] == ["", ""]


class TestChange:
    def test_published_is_visible_at_once(self, client, hang, committed):
        hang("등대")
        assert "두 번째" not in client.get(LIST).content.decode()
        hang("두 번째", seed=2)
        answer = client.get(LIST)
        assert "두 번째" in answer.content.decode()
        assert how(answer) == "miss"

    def test_unpublished_is_gone_at_once(self, client, hang, committed):
        picture = hang("등대")
        paths = [LIST, "/", address(picture), "/topics/", "/sitemap.xml"]
        for path in paths:
            client.get(path)
        with committed():
            picture.unpublish()
        assert client.get(address(picture)).status_code == 410
        for path in (LIST, "/"):
            assert "등대" not in client.get(path).content.decode(), path

    def test_deleted_moved_and_hidden_is_gone_at_once(self, client, hang, committed):
        picture = hang("등대")
        client.get(LIST)
        with committed():
            set_sensitivity([picture.image_id], Sensitivity.HIDDEN)
        assert "등대" not in client.get(LIST).content.decode()
        with committed():
            set_sensitivity([picture.image_id], Sensitivity.NONE)
        assert "등대" in client.get(LIST).content.decode()
        with committed():
            picture.delete()
        assert "등대" not in client.get(LIST).content.decode()

    def test_of_a_topic_that_becomes_private_shows_at_once(self, client, hang, topic, committed):
        picture = hang("등대")
        client.get(LIST)
        assert client.get(address(picture)).status_code == 200
        with committed():
            PageViewRestriction.objects.create(
                page=topic, restriction_type=PageViewRestriction.LOGIN
            )
        assert client.get(address(picture)).status_code == 302
        assert "등대" not in client.get(LIST).content.decode()

    def test_of_a_placement_shows_at_once(self, client, hang, committed):
        hang("등대")
        client.get(LIST)
        with committed():
            Placement.objects.update(listed_at=None)
        assert "등대" not in client.get(LIST).content.decode()

    def test_a_comment_is_seen_at_once_and_leaves_other_pages_alone(
        self, client, hang, bo, committed
    ):
        picture = hang("등대")
        for path in (address(picture), LIST):
            client.get(path)
        with committed():
            write_comment(author=bo, picture=picture, typed="Such light")
        assert "Such light" in client.get(address(picture)).content.decode()
        assert how(client.get(address(picture))) == "hit"
        assert how(client.get(LIST)) == "hit"

    def test_a_like_makes_no_page_anew(self, client, hang, bo, committed):
        picture = hang("등대")
        for path in (address(picture), LIST):
            client.get(path)
        with committed():
            like_picture(user_id=bo.pk, picture_id=picture.pk)
        assert how(client.get(address(picture))) == "hit"
        assert how(client.get(LIST)) == "hit"

    def test_counts_only_once_it_is_stored(self, client, hang, committed):
        """A page that was made meanwhile shows the state before: it must not outlive the change."""
        hang("등대")
        before = public_versions.store().read([ALL])
        with committed():
            public_versions.changed()
            assert public_versions.store().read([ALL]) == before
        assert public_versions.store().read([ALL]) != before

    def test_is_told_once_a_transaction(self, monkeypatch):
        monkeypatch.undo()
        connection.run_on_commit.clear()
        for _time in range(3):
            public_versions.changed()
            public_versions.changed("picture", 5)
        assert len(connection.run_on_commit) == 2


class TestPreview:
    def test_shows_the_draft_and_is_not_kept(self, client, hang, ana):
        picture = hang("등대")
        client.get(address(picture))
        picture.title = "A new name"
        preview = picture.make_preview_request()
        assert "A new name" in preview.content.decode()
        assert how(preview) == ""
        assert "A new name" not in client.get(address(picture)).content.decode()

    def test_drafts_are_kept_for_nobody(self, client, hang, ana):
        draft = hang("Unready", publish=False)
        client.force_login(ana)
        client.get(address(draft))
        client.logout()
        assert client.get(address(draft)).status_code == 404


def ask(view, path=LIST):
    return PublicCacheMiddleware(view)(RequestFactory().get(path))


class TestAnswer:
    def kept(self, answer: HttpResponse) -> bool:
        ask(lambda _request: answer)
        again = ask(lambda _request: same_for_everyone(HttpResponse("made anew")))
        return again.content != b"made anew"

    def test_that_is_public_is_kept(self):
        assert self.kept(same_for_everyone(HttpResponse("x")))

    def test_with_a_cookie_is_not_kept_and_loses_it(self):
        answer = same_for_everyone(HttpResponse("x"))
        answer.set_cookie("a", "b")
        assert not self.kept(answer)
        assert not answer.cookies

    @pytest.mark.parametrize("control", ["private", "no-store", "max-age=5, No-Store"])
    def test_that_forbids_it_is_not_kept(self, control):
        assert not self.kept(
            same_for_everyone(HttpResponse("x", headers={"Cache-Control": control}))
        )

    @pytest.mark.parametrize("status", [201, 301, 404, 429, 500, 503])
    def test_that_is_no_page_is_not_kept(self, status):
        assert not self.kept(same_for_everyone(HttpResponse("x", status=status)))

    def test_that_nobody_declared_public_is_not_kept(self):
        assert not self.kept(HttpResponse("x"))


class TestCrowd:
    def test_gets_the_old_page_while_one_makes_it_anew(self, monkeypatch):
        made = []

        def view(request):
            made.append(request)
            if len(made) == 2:  # while the second one is made, a third is asked for
                third = ask(view)
                assert (third.content, how(third)) == (b"1", "hit")
            return same_for_everyone(HttpResponse(str(len(made))))

        assert ask(view).content == b"1"
        monkeypatch.setattr(KeptPage, "is_fresh", property(lambda _page: False))
        assert ask(view).content == b"2"
        assert len(made) == 2

    def test_waits_for_a_page_that_somebody_makes(self, monkeypatch):
        monkeypatch.setattr("config.page_store.PATIENCE_SECONDS", 0.1)
        middleware = PublicCacheMiddleware(lambda _request: same_for_everyone(HttpResponse("1")))
        request = RequestFactory().get(LIST)
        key = middleware._key(request)
        assert middleware.store.take_turn(key)
        # Whoever has the turn never comes back: the page is made all the same.
        assert middleware(request).content == b"1"


class TestSwitch:
    def test_off_keeps_nothing(self, client, hang, settings):
        settings.PAGE_CACHE = False
        hang("등대")
        assert [how(client.get(LIST)) for _time in range(2)] == ["", ""]


class Broken:
    """A cache whose server is gone."""

    def __getattr__(self, name):
        def fail(*args, **kwargs):
            raise ConnectionError("gone")

        return fail


class TestLostCache:
    def test_breaks_no_page_and_no_change(self, client, hang, committed, monkeypatch):
        picture = hang("등대")
        real = caches["default"]

        class Lost:
            def __getitem__(self, alias):
                return Broken()

        for module in ("config.page_store", "pictures.public_versions"):
            monkeypatch.setattr(f"{module}.caches", Lost())
        monkeypatch.setattr("pictures.remembering.cache", Broken())
        monkeypatch.setattr("pictures.remembering._away_until", 0.0)
        for path in ("/", LIST, address(picture)):
            assert client.get(path).status_code == 200
        with committed():
            picture.unpublish()
        assert client.get(address(picture)).status_code == 410
        assert real is caches["default"]


class TestMarks:
    @pytest.mark.parametrize(
        "make", [lambda path: FileStore(path / "m"), lambda _path: CacheStore()]
    )
    def test_are_new_after_each_change(self, make, tmp_path):
        store = make(tmp_path)
        seen = [store.read([ALL, "picture-1"])]
        for name in (ALL, "picture-1", ALL):
            store.renew(name)
            seen.append(store.read([ALL, "picture-1"]))
        assert len({tuple(marks.items()) for marks in seen}) == 4
        assert seen[1]["picture-1"] == seen[0]["picture-1"] == ""

    def test_in_files_are_seen_by_other_processes(self, tmp_path):
        FileStore(tmp_path).renew(ALL)
        assert FileStore(tmp_path).read([ALL])[ALL]

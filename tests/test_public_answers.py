"""How public pages answer: the same for everyone, fit for shared caches, strict about the rest."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from community.collections import add_picture, create_collection
from community.comments import write_comment
from community.models import Profile
from home.models import HomePage, InfoPage
from pictures.models import PicturePage, Placement
from pictures.sensitivity import set_sensitivity

pytestmark = pytest.mark.django_db

TOPIC = "/topics/노을과-산/"
PAGES = [
    "/",
    "/en/",
    "/topics/",
    "/en/topics/",
    TOPIC,
    f"/en{TOPIC}",
    "/pictures/",
    "/en/pictures/?sort=oldest",
    f"{TOPIC}등대/",
    f"/en{TOPIC}등대/",
    "/about/",
    "/sitemap.xml",
    "/robots.txt",
    "/feeds/latest.atom",
    "/en/feeds/latest.atom",
]


@pytest.fixture(autouse=True)
def gallery(hang):
    hang("등대", seed=1)
    hang("Boats", seed=2)
    info = InfoPage(title="About", slug="about", body="<p>Words</p>", show_in_menus=True)
    HomePage.objects.get().add_child(instance=info)
    Placement.objects.update(listed_at=timezone.now())


def directives(answer) -> set[str]:
    return {part.strip() for part in answer["Cache-Control"].split(",")}


@pytest.mark.same_everywhere
@pytest.mark.parametrize("address", PAGES)
class TestPublicPage:
    def test_may_be_kept_by_shared_caches(self, client, address):
        answer = client.get(address)
        assert answer.status_code == 200
        assert {"public", "max-age=0", "s-maxage=60"} <= directives(answer)
        assert not answer.cookies
        assert "Set-Cookie" not in answer
        assert answer["Vary"] == "Accept-Encoding"

    def test_answers_304_to_who_has_it(self, client, address):
        tag = client.get(address)["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == tag
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200

    def test_is_the_same_for_everyone(self, client, ana, bo, address):
        anonymous = client.get(address).content
        for user in (bo, ana):
            client.force_login(user)
            answer = client.get(address)
            assert answer.content == anonymous
            assert not answer.cookies
            assert "public" in directives(answer)

    def test_answers_head_without_a_body(self, client, address):
        answer = client.head(address)
        assert answer.status_code == 200
        assert answer.content == b""
        assert answer["ETag"] == client.get(address)["ETag"]

    def test_takes_no_post(self, client, address):
        assert client.post(address).status_code == 405

    def test_is_in_the_language_of_its_address(self, client, address):
        if address.endswith((".xml", ".txt", ".atom")):
            pytest.skip("no HTML")
        language = "en" if address.startswith("/en/") else "ko"
        bodies = {
            client.get(address, headers={"Accept-Language": wanted}).content
            for wanted in ("ko", "en", "de,en;q=0.9", "")
        }
        assert len(bodies) == 1
        assert f'<html lang="{language}">'.encode() in bodies.pop()
        assert client.get(address)["Content-Language"] == language

    def test_forbids_scripts_and_styles_of_its_own(self, client, address):
        policy = client.get(address)["Content-Security-Policy"]
        rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert rules["script-src"] == rules["style-src"] == "'self'"
        assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == "'none'"
        assert "unsafe-eval" not in policy

    def test_says_what_it_is_and_no_more(self, client, address):
        answer = client.get(address)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "SAMEORIGIN"
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"


class TestPagesOfPeople:
    """What members chose and what waits for them is told to scripts, never printed."""

    @pytest.fixture
    def pages(self, ana, bo, topic) -> list[str]:
        picture = PicturePage.objects.get(title="등대")
        picture.tags.add("바다")
        picture.save_revision().publish()
        shown = create_collection(owner_id=bo.pk, title="Blue", visibility="public")
        add_picture(shown, picture.pk)
        write_comment(author=ana, picture=picture, typed="물빛이 좋아요")
        return [
            *PAGES,
            "/pictures/?sort=likes",
            "/people/bo/",
            "/en/people/ana/",
            "/tags/바다/",
            f"/collections/{shown.key}/",
        ]

    @pytest.mark.same_everywhere
    @pytest.mark.parametrize("theme", ["light", "dark"])
    @pytest.mark.parametrize("sensitive", ["show", "blur", "hide"])
    def test_are_byte_for_byte_those_of_visitors(self, pages, ana, bo, theme, sensitive):
        mark = PicturePage.objects.get(title="Boats").image_id
        set_sensitivity([mark], "sensitive")
        clients = []
        for user in (bo, ana):
            Profile.objects.filter(user=user).update(theme=theme, sensitive_content=sensitive)
            client = Client()
            client.force_login(user)
            client.post("/me/settings/", {"nickname": user.username, "bio": "About me"})
            clients.append(client)  # on each a message waits: the profile is saved
        for address in pages:
            answer = Client().get(address)
            assert answer.status_code == 200, address
            for client in clients:
                assert client.get(address).content == answer.content, address
        for client in clients:
            waiting = client.get("/me/settings/").context["messages"]
            assert list(waiting), "a public page has used the message up"


class TestChange:
    def test_changes_the_tag(self, client, hang):
        before = client.get("/pictures/")["ETag"]
        hang("Another", seed=3)
        assert client.get("/pictures/")["ETag"] != before


class TestPersonalPage:
    @pytest.mark.parametrize("address", ["/accounts/login/", "/me/state/", "/admin/"])
    def test_is_kept_by_no_shared_cache(self, client, ana, address):
        for user in (None, ana):
            if user:
                client.force_login(user)
            assert "public" not in client.get(address).get("Cache-Control", "")

    def test_of_the_admin_has_a_policy_of_its_own(self, client, ana):
        client.force_login(ana)
        answer = client.get("/admin/")
        assert answer.status_code == 200
        assert "script-src 'self' 'unsafe-inline'" in answer["Content-Security-Policy"]


class TestUnknownAddress:
    @pytest.mark.parametrize(
        ("address", "language"),
        [
            ("/nothing/", "ko"),
            ("/en/nothing/", "en"),
            ("/topics/nothing/", "ko"),
            (f"/en{TOPIC}nothing/", "en"),
            (f"{TOPIC}등대/deeper/", "ko"),
            ("/topics/노을/", "ko"),
            ("/media/r/00/nothing.avif", "ko"),
            ("/home/", "ko"),
        ],
    )
    def test_shows_the_designed_page_in_its_language(self, client, address, language):
        answer = client.get(address)
        body = answer.content.decode()
        assert answer.status_code == 404
        assert f'<html lang="{language}">' in body
        assert 'class="trouble"' in body
        assert 'content="noindex"' in body
        assert "public" not in answer.get("Cache-Control", "")

    def test_without_its_slash_leads_to_the_page(self, client):
        answer = client.get(quote(TOPIC.rstrip("/")))
        assert answer.status_code == 301
        assert answer["Location"] == quote(TOPIC)


class TestHangulAddress:
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_is_found_however_it_is_composed(self, client, form):
        """A Mac sends the syllables taken apart, everybody else sends them whole."""
        for address in (TOPIC, f"{TOPIC}등대/", f"/en{TOPIC}"):
            sent = quote(unicodedata.normalize(form, address))
            assert client.get(sent).status_code == 200, sent

    def test_is_printed_encoded(self, client):
        assert f'href="{quote(TOPIC)}'.encode() in client.get("/topics/").content


class TestProbe:
    def test_answers_whatever_host_is_asked_for(self, client, settings):
        settings.ALLOWED_HOSTS = ["gallery.example.com"]
        settings.SECURE_SSL_REDIRECT = True
        for path in ("/livez", "/readyz"):
            answer = client.get(path, headers={"Host": "10.0.0.7:8000"})
            assert answer.status_code == 200
            assert answer.json()["status"] == "ok"
            assert answer["Cache-Control"] == "no-store"
        assert client.get("/", headers={"Host": "10.0.0.7:8000"}).status_code == 400

    def test_of_readiness_names_what_it_asked(self, client):
        answer = client.get("/readyz").json()
        assert answer == {"status": "ok", "database": "ok", "cache": "ok"}

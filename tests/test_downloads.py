"""What visitors may take home of a picture."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction

from limits.rules import RULES, Rule
from pictures.headers import survey
from pictures.intake import open_pixels, take_in
from pictures.library import add_image
from pictures.models import PicturePage
from pictures.publishing import create_picture
from pictures.recipe_reader import parse_infotext
from pictures.tests.carriers import hidden
from pictures.tests.painted import INFOTEXT, exif, painted, saved, webui_comment
from topics.factories import open_topic
from topics.models import TopicPage

pytestmark = pytest.mark.django_db
KINDS = ["png", "jpeg", "webp", "avif", "gif"]


def address(picture: PicturePage, kind: str = "clean") -> str:
    return reverse("download", args=[picture.pk, kind])


@pytest.fixture
def hung(topic, ana):
    """Hang a file: `hung(data, title=…, **fields)`."""

    def hang(data: bytes, title: str = "물가", **fields) -> PicturePage:
        image = add_image(take_in(data), title=title, user=ana)
        given = {"alt_text": "a", "publish": True, **fields}
        return create_picture(topic=topic, image=image, title=title, user=ana, **given)

    return hang


def carrying(kind: str) -> bytes:
    if kind in ("png", "gif"):
        told = {"comment": INFOTEXT} if kind == "gif" else {}
        return saved(painted(), kind, **told)
    return saved(painted(), kind, exif=exif(comment=webui_comment(INFOTEXT), gps=True))


def recipe_of(data: bytes):
    return take_in(data).recipe


class TestFiles:
    @pytest.mark.parametrize("kind", KINDS)
    def test_with_recipe_are_read_again_and_clean_ones_hold_none(self, client, hung, kind):
        picture = hung(carrying(kind))
        recipe = parse_infotext(INFOTEXT)
        PicturePage.objects.filter(pk=picture.pk).update(recipe_data=recipe.as_json())
        with_recipe = client.get(address(picture, "with-recipe"))
        assert with_recipe["Content-Type"] == f"image/{kind.replace('gif', 'png')}"
        assert recipe_of(with_recipe.content) == recipe
        clean = client.get(address(picture)).content
        assert set(survey(clean).texts) == {"XML:com.adobe.xmp"}
        assert not recipe_of(clean)
        for data in (with_recipe.content, clean):
            assert open_pixels(data).size == open_pixels(carrying(kind)).size
            assert b"trainedAlgorithmicMedia" in survey(data).xmp

    def test_are_saved_under_readable_names(self, client, hung):
        answer = client.get(address(hung(carrying("png"))))
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
        assert "%EB%AC%BC%EA%B0%80.png" in answer["Content-Disposition"]
        assert not answer.cookies

    def test_are_sent_once(self, client, hung):
        picture = hung(carrying("png"))
        first = client.get(address(picture))
        again = client.get(address(picture), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        PicturePage.objects.filter(pk=picture.pk).update(licence="cc0")
        changed = client.get(address(picture), headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200

    def test_hold_no_text_that_was_hidden_in_the_pixels(self, client, hung):
        for colours in (False, True):
            data = saved(hidden(INFOTEXT + str(colours), colours=colours), "png")
            picture = hung(data, recipe_visibility="hidden")
            assert "42" in str(picture.recipe_data)
            clean = client.get(address(picture)).content
            assert not recipe_of(clean)
            assert set(take_in(clean).raw_metadata) == {"XML:com.adobe.xmp"}

    def test_of_much_text_are_offered_where_the_format_holds_it(self, client, hung):
        long = parse_infotext(INFOTEXT.replace("a lighthouse", "a lighthouse " * 4_000))
        for kind, status in (("jpeg", 404), ("webp", 200)):
            picture = hung(carrying(kind))
            PicturePage.objects.filter(pk=picture.pk).update(recipe_data=long.as_json())
            answer = client.get(address(picture, "with-recipe"))
            assert answer.status_code == status
        assert recipe_of(answer.content).prompt == long.prompt

    def test_of_sixteen_bits_and_interlaced_ones_work_too(self, client, hung):
        deep = Image.new("I;16", (64, 48), 30_000)
        assert client.get(address(hung(saved(deep, "png")))).status_code == 200


class TestVisibility:
    def test_parameters_only_leaves_the_prompt_out(self, client, hang):
        picture = hang(prompt="zanzibar", recipe_visibility="parameters", seed=77)
        data = client.get(address(picture, "with-recipe")).content
        assert b"Seed: 77" in data
        assert b"zanzibar" not in data
        assert b"blurry" not in data

    def test_hidden_offers_the_clean_one_only(self, client, hang):
        picture = hang(recipe_visibility="hidden")
        assert client.get(address(picture, "with-recipe")).status_code == 404
        assert client.get(address(picture)).status_code == 200
        page = client.get(picture.url).content.decode()
        assert address(picture) in page
        assert address(picture, "with-recipe") not in page

    def test_is_that_of_the_page(self, client, hang, topic):
        picture = hang()
        restriction = PageViewRestriction.objects.create(
            page=topic, restriction_type="password", password="sesame"
        )
        assert client.get(address(picture)).status_code == 404
        session = client.session
        session["passed_page_view_restrictions"] = [restriction.pk]
        session.save()
        assert client.get(address(picture)).status_code == 200
        restriction.delete()
        topic.unpublish()
        assert client.get(address(picture)).status_code == 404

    def test_of_drafts_and_of_other_kinds_is_none(self, client, hang, ana):
        client.force_login(ana)
        assert client.get(address(hang(publish=False))).status_code == 404
        assert client.get(address(hang("B", seed=2), "original")).status_code == 404
        assert client.get("/files/pictures/999999/clean/").status_code == 404

    def test_can_be_switched_off_for_a_topic_and_those_in_it(self, client, hang, topic):
        inner = open_topic("Inner", under=topic)
        pictures = [hang(), hang("In it", seed=2, topic=inner)]
        TopicPage.objects.filter(pk=topic.pk).update(offers_downloads=False)
        for picture in pictures:
            for kind in ("clean", "with-recipe"):
                assert client.get(address(picture, kind)).status_code == 404
            assert address(picture) not in client.get(picture.url).content.decode()

    def test_is_written_with_the_licence_beside_the_button(self, client, hang):
        page = client.get(f"/en{hang().url}").content.decode()
        offered = page.partition("Download with recipe")[2][:900]
        assert "Download without recipe" in offered
        assert "CC BY 4.0" in offered

    def test_is_limited_as_other_costly_answers_are(self, client, hang, settings, monkeypatch):
        settings.RATE_LIMIT_FACTOR = 1
        monkeypatch.setitem(RULES, "download", Rule("", "2/d"))
        picture = hang()
        statuses = [client.get(address(picture)).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]


def test_pillow_opens_what_is_handed_out(client, hung):
    data = client.get(address(hung(carrying("avif")), "with-recipe")).content
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "AVIF"

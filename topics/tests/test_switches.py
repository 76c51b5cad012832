"""What a topic decides for the pictures in it: whose recipes are shown, what may be downloaded."""

import pytest

from pictures.factories import hang_picture
from pictures.models import PicturePage
from topics.factories import open_topic
from topics.models import TopicPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def discreet(db) -> TopicPage:
    return open_topic("Discreet", recipe_visibility="parameters")


class TestNewPictures:
    def test_begin_with_what_the_topic_shows(self, discreet, topic, ana):
        assert hang_picture("A", topic=discreet, user=ana).recipe_visibility == "parameters"
        assert hang_picture("B", topic=topic, user=ana, seed=2).recipe_visibility == "public"

    def test_can_differ(self, discreet, ana):
        picture = hang_picture("A", topic=discreet, user=ana, recipe_visibility="public")
        assert picture.recipe_visibility == "public"

    def test_stay_as_they_are_when_the_topic_changes(self, discreet, ana):
        picture = hang_picture("A", topic=discreet, user=ana)
        discreet.recipe_visibility = "public"
        discreet.save_revision().publish()
        assert PicturePage.objects.get(pk=picture.pk).recipe_visibility == "parameters"

    def test_begin_so_in_the_form_of_an_editor(self, client, ana, discreet):
        client.force_login(ana)
        page = client.get(f"/admin/pages/add/pictures/picturepage/{discreet.pk}/").content.decode()
        assert '<option value="parameters" selected>' in page


class TestTopicForm:
    def test_offers_both_switches(self, client, ana, discreet):
        client.force_login(ana)
        page = client.get(f"/admin/pages/{discreet.pk}/edit/").content.decode()
        assert 'name="recipe_visibility"' in page
        assert 'name="offers_downloads"' in page

"""The Generate panel in Wagtail's edit forms, as it is printed."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from sd_bridge import running
from sd_bridge.forms import DETACHED, GenerationForm
from topics.models import TopicIndexPage

pytestmark = pytest.mark.django_db


def panel_of(html: str) -> str:
    """The panel's own HTML, "" where it is absent."""
    start = html.find('<div class="generate"')
    end = html.find('data-controller="generate-history"')
    return html[start:end] if start >= 0 else ""


@pytest.fixture
def form_of(client, ana):
    """The HTML of a page's edit form, as Ana sees it."""
    client.force_login(ana)

    def fetch(page) -> str:
        response = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code == 200
        return response.content.decode()

    return fetch


class TestPanel:
    def test_stands_in_topics_and_pictures(self, form_of, topic, hang):
        assert f'data-generate-page-value="{topic.pk}"' in form_of(topic)
        picture = hang(publish=False)
        assert f'data-generate-page-value="{picture.pk}"' in form_of(picture)

    def test_sleeps_in_a_form_for_a_new_topic(self, client, ana):
        client.force_login(ana)
        index = TopicIndexPage.objects.get()

        html = client.get(
            reverse("wagtailadmin_pages:add", args=["topics", "topicpage", index.pk])
        ).content.decode()

        assert 'data-generate-page-value="0"' in panel_of(html)

    def test_is_absent_without_the_permission(self, form_of, topic, ana):
        ana.groups.get().permissions.remove(Permission.objects.get(codename="generate"))

        assert not panel_of(form_of(topic))

    def test_adds_nothing_to_what_the_page_sends(self, form_of, topic):
        controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", panel_of(form_of(topic)))

        assert len(controls) > 10
        for control in controls:
            assert f'form="{DETACHED["form"]}"' in control, control

    def test_nests_no_form_and_runs_no_script_of_its_own(self, form_of, topic):
        html = panel_of(form_of(topic))

        assert "<form" not in html
        assert "<script" not in html
        assert not re.search(r"\son\w+=|\sstyle=", html)

    def test_leaves_the_pages_own_save_alone(self, client, ana, topic, form_of):
        html = form_of(topic)
        assert f'id="{DETACHED["form"]}"' not in html, "its fields must belong to no form"

    def test_opens_with_what_was_asked_last(self, form_of, engine, queue, ana, topic):
        queue(requested_by=ana, page=topic, prompt="<b>an old lighthouse</b>", steps=33)
        running.run_oldest()

        html = panel_of(form_of(topic))

        assert "&lt;b&gt;an old lighthouse&lt;/b&gt;" in html
        assert 'value="33"' in html

    def test_opens_with_the_recipe_of_the_picture(self, form_of, hang):
        picture = hang(publish=False)
        assert picture.recipe.prompt

        assert picture.recipe.prompt in panel_of(form_of(picture))


class TestForm:
    def test_cleans_to_a_request(self):
        form = GenerationForm(
            {
                "prompt": " a lake ",
                "format": "tall",
                "count": 3,
                "steps": 12,
                "cfg_scale": 6.5,
                "sampler": "Euler a",
                "seed": "",
            }
        )

        assert form.is_valid(), form.errors
        assert form.cleaned_data["prompt"] == "a lake"
        assert form.cleaned_data["seed"] == -1
        assert form.cleaned_data["model"] == ""

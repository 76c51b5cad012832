"""What an editor sees in the form of a topic."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

pytestmark = pytest.mark.django_db


class TestCurators:
    def test_are_chosen_among_those_who_may_enter_the_admin(
        self, client, ana, bo, topic, django_user_model
    ):
        django_user_model.objects.create_superuser("root", "root@example.com", "root")
        client.force_login(ana)
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[topic.pk]))
        names = {str(user) for user in answer.context["form"].fields["curators"].queryset}
        assert names == {"ana", "root"}


class TestTopicPage:
    def test_refuses_an_address_of_the_site(self, client, ana, topic):
        client.force_login(ana)
        topic.slug = "pictures"
        answer = client.post(
            reverse("wagtailadmin_pages:edit", args=[topic.pk]),
            nested_form_data(
                {
                    "title": topic.title,
                    "slug": "pictures",
                    "description": "null",
                    "content_language": "ko",
                    "body": streamfield([]),
                    "rules": inline_formset([]),
                    "action-publish": "1",
                }
            ),
        )
        assert answer.status_code == 200
        assert "slug" in answer.context["form"].errors

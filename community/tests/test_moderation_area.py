"""The moderation area: who enters which tab, what it shows, what its buttons answer."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.models import CommentState, PageRules, Submission
from community.tests.moderation_cast import (
    comment,
    curator_of,
    report,
    reporters,
    state_of,
)
from topics.factories import open_topic

pytestmark = pytest.mark.django_db

TABS = ("pictures", "comments", "people", "held", "newcomers", "submissions")


@pytest.fixture
def picture(hang):
    return hang("등대")


def tab(name: str) -> str:
    return reverse("moderation:tab", args=[name])


def post(client, address, **data):
    return client.post(address, json.dumps(data), content_type="application/json")


class TestDoor:
    def test_is_open_to_moderators(self, client, mo):
        client.force_login(mo)
        assert client.get(reverse("moderation:index")).status_code == 200
        for name in TABS:
            assert client.get(tab(name)).status_code == 200, name

    def test_is_open_to_curators_but_for_people(self, client, topic):
        client.force_login(curator_of(topic))
        found = {name: client.get(tab(name)).status_code for name in TABS}
        assert found.pop("people") in (302, 403)
        assert set(found.values()) == {200}
        assert client.get(reverse("moderation:bans")).status_code in (302, 403)

    def test_is_closed_to_members_and_visitors(self, client, bo):
        for name in TABS:
            assert client.get(tab(name)).status_code == 302
        client.force_login(bo)
        for name in TABS:
            assert client.get(tab(name)).status_code in (302, 403)
            assert post(client, reverse("moderation:act", args=[name])).status_code in (302, 403)
        assert post(client, reverse("moderation:undo")).status_code in (302, 403)

    def test_knows_its_tabs(self, client, mo):
        client.force_login(mo)
        assert client.get(tab("nothing")).status_code == 404


class TestTiles:
    def test_show_only_what_one_decides_on(self, client, hang, topic, ana, bo):
        here = hang("여기 등대")
        there = hang("저기 등대", topic=open_topic("다른 주제"), seed=4)
        for picture in (here, there):
            report(bo, picture=picture)
            comment(bo, picture, f"held below {picture.pk}", state=CommentState.HELD)
        client.force_login(curator_of(topic))
        html = client.get(tab("pictures")).content.decode()
        assert "여기 등대" in html
        assert "저기 등대" not in html
        html = client.get(tab("held")).content.decode()
        assert f"held below {here.pk}" in html
        assert f"held below {there.pk}" not in html

    def test_put_first_what_most_people_report(self, client, hang, mo, verify_email, bo, ana):
        little, much = hang("조금"), hang("많이", seed=2)
        report(bo, picture=little)
        for user in reporters(3, verify_email):
            report(user, picture=much)
        client.force_login(mo)
        html = client.get(tab("pictures")).content.decode()
        assert html.index("많이") < html.index("조금")

    def test_cover_reported_pictures(self, client, picture, mo, bo):
        report(bo, picture=picture)
        client.force_login(mo)
        assert "data-veiled" in client.get(tab("pictures")).content.decode()

    @pytest.mark.parametrize("name", TABS)
    def test_cost_the_same_however_many(self, client, hang, mo, topic, name, django_user_model):
        def fill(number):
            for n in range(number):
                user = django_user_model.objects.create_user(f"m{number}-{n}", password="x")
                picture = hang(f"그림 {number} {n}", seed=number * 10 + n)
                report(user, picture=picture)
                report(user, person=user)
                report(user, comment=comment(user, picture))
                comment(user, picture, state=CommentState.HELD)
                Submission.objects.create(
                    author=user,
                    picture=picture,
                    topic=topic,
                    title=picture.title,
                    created_at=picture.first_published_at,
                    changed_at=picture.first_published_at,
                )

        def asked():
            with CaptureQueriesContext(connection) as queries:
                assert client.get(tab(name)).status_code == 200
            return len(queries)

        client.force_login(mo)
        fill(2)
        asked()
        before = asked()
        fill(4)
        assert asked() == before

    def test_show_images_to_those_who_decide_only(self, client, picture, topic, bo):
        address = reverse("moderation:thumbnail", args=[picture.pk])
        client.force_login(curator_of(topic))
        answer = client.get(address)
        assert answer["Content-Type"] == "image/webp"
        assert "private" in answer["Cache-Control"]
        client.force_login(curator_of(open_topic("다른 주제"), "lee"))
        assert client.get(address).status_code == 404


class TestButtons:
    def test_decide_and_undo(self, client, picture, mo, bo):
        row = report(bo, picture=picture)
        client.force_login(mo)
        answer = post(
            client, reverse("moderation:act", args=["pictures"]), action="hide", ids=[picture.pk]
        ).json()
        assert answer["done"] == [picture.pk]
        assert client.get(picture.get_url()).status_code == 404
        assert state_of(row) == "upheld"
        answer = post(client, reverse("moderation:undo"), decision=answer["decision"])
        assert answer.status_code == 200
        assert client.get(picture.get_url()).status_code == 200
        assert post(client, reverse("moderation:undo")).status_code == 409

    def test_refuse_nonsense(self, client, mo):
        client.force_login(mo)
        address = reverse("moderation:act", args=["pictures"])
        for data in ({}, {"action": "hide"}, {"action": "burn", "ids": [1]}, {"ids": ["x"]}):
            assert post(client, address, **data).status_code == 400
        assert client.post(address, "[", content_type="application/json").status_code == 400
        assert client.get(address).status_code == 405

    def test_say_so_where_one_does_not_decide(self, client, picture, bo, ana):
        report(bo, picture=picture)
        client.force_login(curator_of(open_topic("다른 주제")))
        answer = post(
            client, reverse("moderation:act", args=["pictures"]), action="hide", ids=[picture.pk]
        ).json()
        assert answer["done"] == []
        assert list(answer["refused"]) == [str(picture.pk)]


class TestLists:
    @pytest.mark.parametrize("name", ["comments", "reports"])
    def test_show_export_and_keep_to_ones_own(self, client, hang, topic, bo, name):
        here, there = hang("여기"), hang("저기", topic=open_topic("다른 주제"), seed=4)
        for picture, words in ((here, "here-words"), (there, "there-words")):
            said = comment(bo, picture, words)
            report(bo, comment=said)
        client.force_login(curator_of(topic))
        address = reverse(f"moderation_{name}:index")
        html = client.get(address).content.decode()
        assert "here-words" in html
        assert "there-words" not in html
        assert client.get(f"{address}?q=here").status_code == 200
        assert client.get(f"{address}?export=csv").status_code == 200
        assert client.get(f"{address}?state=hidden").status_code == 200

    def test_decide_in_bulk(self, client, picture, mo, bo):
        rows = [comment(bo, picture, f"{n}") for n in range(3)]
        client.force_login(mo)
        query = "&".join(f"id={row.pk}" for row in rows)
        address = reverse("wagtail_bulk_action", args=["community", "comment", "hide"])
        assert client.get(f"{address}?{query}").status_code == 200
        client.post(f"{address}?{query}", {"words": "광고"})
        for row in rows:
            row.refresh_from_db()
            assert (row.state, row.reason) == ("hidden", "광고")

    def test_are_never_written(self, client, picture, mo, bo):
        said = comment(bo, picture)
        client.force_login(mo)
        for name in ("edit", "delete"):
            address = reverse(f"moderation_comments:{name}", args=[said.pk])
            assert client.get(address).status_code in (302, 403)
        assert client.get(reverse("moderation_comments:add")).status_code in (302, 403)

    @pytest.mark.parametrize("name", ["likes", "subscriptions"])
    def test_registers_are_for_moderators(self, client, mo, topic, name):
        address = reverse(f"registers_{name}_modeladmin_index")
        client.force_login(mo)
        assert client.get(address).status_code == 200
        client.force_login(curator_of(topic))
        assert client.get(address).status_code in (302, 403)


class TestPageRules:
    def address(self, page):
        return reverse("moderation:page_rules", args=[page.pk])

    def test_are_set_by_who_decides_there(self, client, topic, picture):
        client.force_login(curator_of(topic))
        client.post(
            self.address(topic),
            {"comments": "hold", "takes_submissions": "on", "submission_words": "밤 풍경만"},
        )
        rules = PageRules.objects.get(pk=topic.pk)
        assert (rules.comments, rules.takes_submissions) == ("hold", True)
        client.post(self.address(picture), {"comments": "closed", "takes_submissions": "on"})
        rules = PageRules.objects.get(pk=picture.pk)
        assert (rules.comments, rules.takes_submissions) == ("closed", False)

    def test_are_out_of_reach_for_curators_of_another_topic(self, client, topic, picture):
        client.force_login(curator_of(open_topic("다른 주제")))
        for page in (topic, picture):
            for method in (client.get, client.post):
                assert method(self.address(page)).status_code in (302, 403)
        assert not PageRules.objects.exists()

    def test_are_only_for_topics_and_pictures(self, client, mo, topic):
        client.force_login(mo)
        assert client.get(self.address(topic.get_parent())).status_code == 404

    def test_are_one_click_from_the_page(self, client, admin_user, topic, picture):
        client.force_login(admin_user)
        for page in (topic, picture):
            edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            assert self.address(page) in edit.content.decode()


class TestBanScreens:
    def test_ban_and_lift(self, client, mo, bo):
        client.force_login(mo)
        address = reverse("moderation:ban", args=[bo.pk])
        assert client.get(address).status_code == 200
        assert client.post(address, {"reason": ""}).status_code == 200  # it asks why
        assert client.post(address, {"reason": "광고"}).status_code == 302
        assert "광고" in client.get(reverse("moderation:bans")).content.decode()
        assert client.post(reverse("moderation:lift_ban", args=[bo.pk])).status_code == 302
        assert post(client, reverse("moderation:undo")).status_code == 200
        assert "광고" in client.get(reverse("moderation:bans")).content.decode()

    def test_are_for_moderators(self, client, topic, bo):
        client.force_login(curator_of(topic))
        for name in ("ban", "lift_ban"):
            address = reverse(f"moderation:{name}", args=[bo.pk])
            assert client.post(address, {"reason": "x"}).status_code in (302, 403)

    def test_dashboard_tells_what_waits(self, client, mo, bo, picture):
        report(bo, picture=picture)
        client.force_login(mo)
        assert tab("pictures") in client.get("/admin/").content.decode()

"""Keeping several results in one step: all of them, or none, and what becomes of them."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from pictures.intake import IntakeError
from pictures.models import GalleryImage, PicturePage
from sd_bridge import keeping_many, kept_results, running
from sd_bridge.keeping import KeepChoice, actions_for, duplicates_of, keep_results, proposals
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import InvalidRequest, NotAllowed, PageGone, ResultGone
from sd_bridge.tests.scripted_engine import encoded, png
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(engine, queue, ana, topic) -> list[Result]:
    engine.images = [encoded(png(colour)) for colour in ("teal", "navy", "coral")]
    queue(requested_by=ana, page=topic, count=3)
    return list(running.run_oldest().results.order_by("index"))


@pytest.fixture
def workflow(topic) -> Workflow:
    """Somebody has to approve what is hung in the topic."""
    workflow = Workflow.objects.filter(active=True).first() or Workflow.objects.create(name="x")
    WorkflowPage.objects.update_or_create(page=topic.page_ptr, defaults={"workflow": workflow})
    return workflow


@pytest.fixture
def no_workflow(topic) -> None:
    WorkflowPage.objects.all().delete()


def chosen(results: list[Result], **words) -> list[KeepChoice]:
    return [
        KeepChoice(result=result, **{"title": "등대", "alt_text": "절벽 위의 등대", **words})
        for result in results
    ]


class TestKeep:
    def test_makes_drafts_with_all_that_was_said(self, results, topic, ana):
        pictures = keep_results(
            user=ana,
            choices=chosen(results[:2], tags=["바다", " sea  side ", "바다", ""]),
            topic=topic,
            licence="cc0",
            recipe_visibility="hidden",
            author_name="하늘",
        )

        assert [picture.title for picture in pictures] == ["등대", "등대 2"]
        first = PicturePage.objects.get(pk=pictures[0].pk)
        assert not first.live
        assert first.get_parent().pk == topic.pk
        assert (first.licence, first.recipe_visibility) == ("cc0", "hidden")
        assert (first.alt_text, first.author_name) == ("절벽 위의 등대", "하늘")
        assert (first.content_language, first.format) == ("ko", "square")
        draft = first.get_latest_revision_as_object()
        assert sorted(tag.name for tag in draft.tags.all()) == ["sea side", "바다"]
        assert first.image.description == "절벽 위의 등대"
        assert first.recipe.prompt.startswith("a lighthouse")

    def test_uses_the_sites_spelling_of_a_tag(self, results, topic, ana):
        Tag.objects.create(name="Sea")

        [picture] = keep_results(user=ana, choices=chosen(results[:1], tags=["sea"]), topic=topic)
        assert [tag.name for tag in picture.tags.all()] == ["Sea"]

    def test_a_draft_may_do_without_an_alternative_text(self, results, topic, ana):
        [picture] = keep_results(user=ana, choices=chosen(results[:1], alt_text=""), topic=topic)

        assert picture.alt_text == ""
        assert picture.image.description == "a lighthouse on a cliff"

    def test_pressed_again_gives_the_same_pictures(self, results, topic, ana):
        first = keep_results(user=ana, choices=chosen(results), topic=topic)

        again = keep_results(
            user=ana, choices=chosen(results, title="Other"), topic=topic, action="publish"
        )

        assert again == first
        assert not any(picture.live for picture in again)
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 3

    def test_one_result_chosen_twice_is_one_picture(self, results, topic, ana):
        pictures = keep_results(user=ana, choices=chosen([results[0], results[0]]), topic=topic)

        assert pictures[0] == pictures[1]
        assert PicturePage.objects.count() == 1

    @pytest.mark.django_db(transaction=True, serialized_rollback=True)
    def test_pressed_in_two_tabs_at_once_gives_one_picture_each(self, results, topic, ana):
        kept: list[list[PicturePage]] = []
        barrier = threading.Barrier(2)

        def press(choices: list[KeepChoice]) -> None:
            try:
                barrier.wait(10)
                kept.append(keep_results(user=ana, choices=choices, topic=topic))
            finally:
                connection.close()

        orders = (chosen(results), chosen(list(reversed(results))))
        threads = [threading.Thread(target=press, args=[order]) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert {page.pk for page in kept[0]} == {page.pk for page in kept[1]}
        assert PicturePage.objects.count() == GalleryImage.objects.count() == 3
        assert len(set(PicturePage.objects.values_list("title", flat=True))) == 3


class TestAllOrNothing:
    def test_one_that_is_gone_keeps_none(self, results, topic, ana, private_files):
        Result.objects.filter(pk=results[2].pk).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
        before = private_files()

        with pytest.raises(ResultGone):
            keep_results(user=ana, choices=chosen(results), topic=topic)
        self.nothing_is_left(results, private_files, before)

    def test_one_that_intake_refuses_keeps_none(
        self, results, topic, ana, private_files, monkeypatch
    ):
        taken = []

        def refuse_the_third(data):
            taken.append(data)
            if len(taken) == 3:
                raise IntakeError
            return take_in(data)

        take_in = kept_results.take_in
        monkeypatch.setattr(kept_results, "take_in", refuse_the_third)
        before = private_files()

        with pytest.raises(IntakeError):
            keep_results(user=ana, choices=chosen(results), topic=topic)
        self.nothing_is_left(results, private_files, before)

    def nothing_is_left(self, results, private_files, before) -> None:
        assert not PicturePage.objects.exists()
        assert not GalleryImage.objects.exists()
        assert not Result.objects.filter(kept_at__isnull=False).exists()
        assert private_files() == before

    def test_a_second_try_keeps_all(self, results, topic, ana, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(keeping_many, "note_made_with", _fail)
            with pytest.raises(RuntimeError):
                keep_results(user=ana, choices=chosen(results), topic=topic)

        assert len(keep_results(user=ana, choices=chosen(results), topic=topic)) == 3


def _fail(*_args) -> None:
    raise RuntimeError


class TestRefusals:
    @pytest.mark.parametrize(
        ("fields", "words", "values"),
        [
            (["0.title"], {"title": " "}, {}),
            (["0.alt_text"], {"alt_text": ""}, {"action": "publish"}),
            (["0.alt_text"], {"alt_text": " "}, {"action": "submit"}),
            (["go_live_at", "0.alt_text"], {"alt_text": ""}, {"action": "schedule"}),
            (["0.alt_text"], {"alt_text": "x" * 301}, {}),
            (["action"], {}, {"action": "burn"}),
            (["licence"], {}, {"licence": "mine"}),
            (["recipe_visibility"], {}, {"recipe_visibility": "some"}),
            (["content_language"], {}, {"content_language": "fr"}),
        ],
    )
    def test_name_the_field(self, results, topic, ana, fields, words, values):
        with pytest.raises(InvalidRequest) as refusal:
            keep_results(user=ana, choices=chosen(results[:1], **words), topic=topic, **values)
        assert list(refusal.value.fields) == fields
        assert not PicturePage.objects.exists()

    def test_of_a_moment_that_has_passed(self, results, topic, ana):
        with pytest.raises(InvalidRequest) as refusal:
            keep_results(
                user=ana,
                choices=chosen(results[:1]),
                topic=topic,
                action="schedule",
                go_live_at=timezone.now() - timedelta(minutes=1),
            )
        assert list(refusal.value.fields) == ["go_live_at"]

    def test_of_who_may_not_add(self, results, topic, bo):
        bo.user_permissions.add(Permission.objects.get(codename="generate"))
        Generation.objects.update(requested_by=bo)

        with pytest.raises(NotAllowed):
            keep_results(user=bo, choices=chosen(results[:1]), topic=topic)

    def test_of_who_may_add_but_not_publish(self, results, topic, ana):
        GroupPagePermission.objects.filter(permission__codename="publish_page").delete()

        with pytest.raises(NotAllowed):
            keep_results(user=ana, choices=chosen(results[:1]), topic=topic, action="publish")
        assert keep_results(user=ana, choices=chosen(results[:1]), topic=topic)

    def test_of_a_deleted_topic(self, results, ana):
        other = open_topic("다른 주제")
        type(other).objects.filter(pk=other.pk).delete()

        with pytest.raises(PageGone):
            keep_results(user=ana, choices=chosen(results[:1]), topic=other)

    def test_of_a_page_that_holds_no_pictures(self, results, topic, ana):
        with pytest.raises(NotAllowed):
            keep_results(user=ana, choices=chosen(results[:1]), topic=topic.get_parent())


class TestWhatBecomesOfThem:
    def test_published_at_once(self, results, topic, ana):
        pictures = keep_results(user=ana, choices=chosen(results), topic=topic, action="publish")

        assert all(PicturePage.objects.get(pk=picture.pk).live for picture in pictures)

    def test_submitted_to_the_topics_workflow(self, results, topic, ana, workflow):
        [picture] = keep_results(
            user=ana, choices=chosen(results[:1]), topic=topic, action="submit"
        )

        picture = PicturePage.objects.get(pk=picture.pk)
        assert not picture.live
        assert picture.workflow_in_progress
        assert picture.current_workflow_state.workflow == workflow
        assert picture.current_workflow_state.requested_by == ana

    def test_not_submitted_where_nobody_approves(self, results, topic, ana, no_workflow):
        with pytest.raises(NotAllowed):
            keep_results(user=ana, choices=chosen(results[:1]), topic=topic, action="submit")

    def test_published_later_when_its_time_comes(self, results, topic, ana, monkeypatch):
        moment = (timezone.now() + timedelta(hours=1)).replace(microsecond=0)
        [picture] = keep_results(
            user=ana,
            choices=chosen(results[:1]),
            topic=topic,
            action="schedule",
            go_live_at=moment,
        )

        picture = PicturePage.objects.get(pk=picture.pk)
        assert (picture.live, picture.go_live_at) == (False, moment)
        assert picture.approved_schedule
        assert picture.revisions.count() == 1
        call_command("publish_scheduled")
        assert not PicturePage.objects.get(pk=picture.pk).live

        monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(seconds=1))
        call_command("publish_scheduled")
        assert PicturePage.objects.get(pk=picture.pk).live

    def test_a_moment_without_a_schedule_means_nothing(self, results, topic, ana):
        [picture] = keep_results(
            user=ana,
            choices=chosen(results[:1]),
            topic=topic,
            action="publish",
            go_live_at=timezone.now() + timedelta(days=1),
        )
        assert PicturePage.objects.get(pk=picture.pk).live


class TestActions:
    def test_are_all_for_a_curator(self, topic, ana, workflow):
        assert actions_for(ana, topic) == ["draft", "submit", "publish", "schedule"]

    def test_leave_out_submitting_where_nobody_approves(self, topic, ana, no_workflow):
        assert actions_for(ana, topic) == ["draft", "publish", "schedule"]

    def test_leave_out_publishing_for_who_may_not(self, topic, ana, workflow):
        GroupPagePermission.objects.filter(permission__codename="publish_page").delete()

        assert actions_for(ana, topic) == ["draft", "submit"]

    def test_are_none_for_who_may_not_add(self, topic, bo):
        assert actions_for(bo, topic) == []

    def test_are_none_where_no_picture_can_hang(self, topic, admin_user):
        assert actions_for(admin_user, topic.get_parent()) == []


class TestProposals:
    def test_come_from_the_prompt(self, results):
        assert proposals(results[0]) == {
            "title": "A lighthouse on a cliff",
            "alt_text": "a lighthouse on a cliff",
            "tags": ["lighthouse", "cliff", "oil painting"],
        }

    def test_of_an_enlarged_picture_are_that_pictures_words(self, results, hang):
        page = hang("물가", tags=["바다"], alt_text="물가의 등대")
        Generation.objects.update(kind="upscale", source_page=page, prompt="")
        result = Result.objects.get(pk=results[0].pk)

        assert proposals(result) == {
            "title": "물가",
            "alt_text": "물가의 등대",
            "tags": ["바다"],
        }


class TestDuplicates:
    def test_are_none_in_an_empty_library(self, results):
        assert duplicates_of(results[0]) == []

    def test_are_the_same_file(self, results, topic, ana):
        keep_results(user=ana, choices=chosen(results[:1]), topic=topic)
        image = GalleryImage.objects.get()
        twin = results[1]
        Result.objects.filter(pk=twin.pk).update(sha256=image.sha256, dhash="")
        twin.refresh_from_db()

        assert duplicates_of(twin) == [image]

    def test_are_what_looks_nearly_the_same_the_nearest_first(self, results, hang):
        images = [hang(f"그림 {seed}", seed=seed).image for seed in (1, 2)]
        near, nearer = images
        result = results[0]
        for image, dhash in ((near, "000000000000003f"), (nearer, "0000000000000001")):
            image.dhash = dhash
            image.save()
        result.dhash = "0" * 16

        assert duplicates_of(result) == [nearer, near]
        near.dhash = "000000000000007f"
        near.save()
        assert duplicates_of(result) == [nearer]

    def test_leave_out_the_results_own_image(self, results, topic, ana):
        keep_results(user=ana, choices=chosen(results[:1]), topic=topic)

        assert duplicates_of(Result.objects.get(pk=results[0].pk)) == []

"""Curators decide on submissions: in Wagtail's own screens, and by our functions."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState, WorkflowPage, WorkflowState

from community import deciding_submissions as deciding
from community import submission_editing, submission_signals
from community.deciding_submissions import ChangedMeanwhileError, NothingToDecideError
from community.models import Notification, Submission, SubmissionState
from community.submission_log import REJECT, UNDO
from community.submitting import Words
from community.tests.sent import send, verified
from pictures.models import GalleryImage, PicturePage, Placement
from topics.factories import open_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def eve(django_user_model):
    """Curates another topic."""
    from django.contrib.auth.models import Group

    user = django_user_model.objects.create_user("eve", "eve@example.com", "eve")
    user.groups.add(Group.objects.get(name="Curators"))
    other = open_topic("다른 주제")
    other.curators.add(user)
    other.save_revision().publish()
    return user


def fresh(row: Submission) -> Submission:
    return Submission.objects.get(pk=row.pk)


def told(row: Submission) -> list[tuple[str, str]]:
    rows = Notification.objects.filter(user=row.author, kind="submission-decided").order_by("pk")
    return list(rows.values_list("outcome", "reason"))


def change(row: Submission, title: str) -> None:
    words = Words(title, "다른 설명", "", [], "cc-by", "public")
    submission_editing.edit(row, row.author, words)


def workflow_action(client, picture, action: str, comment: str = ""):
    """What the buttons of Wagtail's page editor send."""
    step = picture.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[picture.pk, action, step.pk])
    return client.post(address, {"comment": comment} if comment else {})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
class TestInWagtail:
    """Transactions as in production: Wagtail sends its signals outside of any."""

    @pytest.mark.mariadb
    def test_approving_publishes_and_tells_the_author(self, client, sent, ana):
        client.force_login(ana)
        workflow_action(client, sent.picture, "approve")
        row = fresh(sent)
        assert row.picture.live
        assert (row.state, row.decided_by) == (SubmissionState.PUBLISHED, ana)
        assert told(row) == [("published", "")]
        assert Placement.objects.filter(picture=row.picture).listed().exists()

    def test_asking_for_changes_gives_the_reason(self, client, sent, ana):
        client.force_login(ana)
        workflow_action(client, sent.picture, "reject", "하늘이 너무 어두워요.")
        row = fresh(sent)
        assert (row.state, row.reason) == (SubmissionState.CHANGES, "하늘이 너무 어두워요.")
        assert row.decided_by == ana
        assert told(row) == [("changes", "하늘이 너무 어두워요.")]

    def test_publishing_from_the_editor_counts_as_accepting(self, client, sent, ana):
        client.force_login(ana)
        page = client.get(reverse("wagtailadmin_pages:edit", args=[sent.picture_id]))
        assert page.status_code == 200
        sent.picture.get_latest_revision().publish(user=ana)
        row = fresh(sent)
        assert (row.state, row.decided_by) == (SubmissionState.PUBLISHED, ana)
        assert len(told(row)) == 1
        assert not WorkflowState.objects.active().exists()

    def test_unpublishing_says_that_it_was_taken_down(self, client, sent, ana):
        deciding.accept(sent, ana)
        client.force_login(ana)
        client.post(reverse("wagtailadmin_pages:unpublish", args=[sent.picture_id]))
        assert fresh(sent).state == SubmissionState.REMOVED
        assert told(sent)[-1][0] == "removed"

    def test_deleting_a_draft_refuses_it_and_removes_its_file(
        self, client, sent, ana, django_capture_on_commit_callbacks
    ):
        client.force_login(ana)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("wagtailadmin_pages:delete", args=[sent.picture_id]))
        row = fresh(sent)
        assert (row.state, row.picture) == (SubmissionState.REJECTED, None)
        assert row.title == "항구 31"
        assert told(row) == [("rejected", "")]
        assert not GalleryImage.objects.exists()

    def test_moving_it_changes_its_topic(self, sent):
        other = open_topic("항구들")
        sent.picture.move(other, pos="last-child")
        assert fresh(sent).topic == other

    def test_resubmitting_has_it_wait_again(self, client, sent, ana):
        deciding.ask_changes(sent, ana, "Lighter, please")
        state = sent.picture.current_workflow_state
        state.resume(user=ana)
        assert fresh(sent).state == SubmissionState.WAITING

    def test_the_curator_of_another_topic_finds_it_locked(self, client, sent, eve):
        client.force_login(eve)
        workflow_action(client, sent.picture, "approve")
        workflow_action(client, sent.picture, "reject", "no")
        assert fresh(sent).state == SubmissionState.WAITING
        assert sent.picture.get_lock().for_user(eve)
        assert not TaskState.objects.reviewable_by(eve).exists()

    def test_its_own_curator_finds_it_waiting(self, sent, ana, admin_user):
        for user in (ana, admin_user):
            assert [s.revision.object_id for s in TaskState.objects.reviewable_by(user)] == [
                str(sent.picture_id)
            ]

    def test_members_get_no_further_than_before(self, client, sent, bo):
        client.force_login(bo)
        assert client.get("/admin/").status_code in (302, 403)
        address = reverse("wagtailadmin_pages:edit", args=[sent.picture_id])
        assert client.get(address).status_code in (302, 403)
        workflow_action(client, sent.picture, "approve")
        assert fresh(sent).state == SubmissionState.WAITING

    def test_a_decision_sent_by_the_autosave_changes_nothing(self, client, sent, ana):
        """The browser sends it beside the real one, and would write the draft over the page."""
        client.force_login(ana)
        address = reverse("wagtailadmin_pages:edit", args=[sent.picture_id])
        decision = {"action-workflow-action": "true", "workflow-action-name": "approve"}
        versions = sent.picture.revisions.count()
        answer = client.post(address, decision, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json()["success"]) == (400, False)
        assert answer.json()["error_code"] == "decision_under_way"
        assert sent.picture.revisions.count() == versions
        assert fresh(sent).state == SubmissionState.WAITING

    def test_sends_members_no_mail_with_a_way_into_the_admin(self, client, sent, ana, bo):
        client.force_login(ana)
        workflow_action(client, sent.picture, "approve")
        assert not [m for m in mail.outbox if bo.email in m.to and "/admin/" in m.body]


class TestAccept:
    def test_publishes_once(self, sent, ana):
        assert deciding.accept(sent, ana)
        assert not deciding.accept(sent, ana)
        assert (sent.state, sent.decided_by) == (SubmissionState.PUBLISHED, ana)
        assert told(sent) == [("published", "")]

    def test_is_for_curators_of_the_topic_and_moderators(self, sent, eve, bo, admin_user):
        for user in (eve, bo):
            with pytest.raises(PermissionDenied):
                deciding.accept(sent, user)
        assert deciding.accept(sent, admin_user)

    def test_publishes_where_there_is_no_workflow(self, own_topic, bo, ana):
        WorkflowPage.objects.all().delete()
        row = send(verified(bo), own_topic, seed=32)
        assert not WorkflowState.objects.exists()
        assert deciding.accept(row, ana)
        assert row.picture.__class__.objects.get(pk=row.picture_id).live
        assert fresh(row).decided_by == ana

    def test_refuses_what_its_author_changed_meanwhile(self, sent, ana):
        seen = sent.picture.latest_revision_id
        change(sent, "새 제목")
        with pytest.raises(ChangedMeanwhileError):
            deciding.accept(sent, ana, seen=seen)
        assert not PicturePage.objects.get().live

    def test_fails_as_a_whole(self, sent, ana, monkeypatch):
        def fail(*args, **kwargs):
            raise RuntimeError("no more room")

        monkeypatch.setattr(submission_signals, "decide", fail)
        with pytest.raises(RuntimeError):
            deciding.accept(sent, ana)
        assert not PicturePage.objects.get().live
        assert fresh(sent).state == SubmissionState.WAITING
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS

    def test_after_changes_were_asked_for(self, sent, ana):
        deciding.ask_changes(sent, ana, "Lighter")
        assert deciding.accept(sent, ana)
        assert fresh(sent).picture.live


class TestAskChanges:
    def test_sends_it_back_once(self, sent, ana):
        assert deciding.ask_changes(sent, ana, "더 밝게요.")
        assert not deciding.ask_changes(sent, ana, "더 밝게요.")
        assert (sent.state, sent.reason) == (SubmissionState.CHANGES, "더 밝게요.")
        assert len(told(sent)) == 1

    def test_works_without_a_workflow(self, own_topic, bo, ana):
        WorkflowPage.objects.all().delete()
        row = send(verified(bo), own_topic, seed=32)
        assert deciding.ask_changes(row, ana, "더 밝게요.")
        change(row, "밝은 항구")
        assert fresh(row).state == SubmissionState.WAITING

    def test_the_answer_of_the_author_has_it_wait_in_the_same_workflow(self, sent, ana):
        deciding.ask_changes(sent, ana, "더 밝게요.")
        change(sent, "밝은 항구")
        row = fresh(sent)
        assert row.state == SubmissionState.WAITING
        state = WorkflowState.objects.get()
        assert state.status == WorkflowState.STATUS_IN_PROGRESS


class TestReject:
    def test_keeps_the_draft_and_tells_why(self, sent, ana):
        assert deciding.reject(sent, ana, "다른 곳에서 온 그림이에요.")
        assert not deciding.reject(sent, ana, "다른 곳에서 온 그림이에요.")
        assert told(sent) == [("rejected", "다른 곳에서 온 그림이에요.")]
        assert fresh(sent).picture is not None
        assert not WorkflowState.objects.active().exists()
        entry = PageLogEntry.objects.get(action=REJECT)
        assert (entry.user, entry.data["reason"]) == (ana, "다른 곳에서 온 그림이에요.")
        assert "다른 곳에서 온 그림이에요." in entry.message

    def test_of_an_edit_leaves_what_is_public(self, sent, ana):
        deciding.accept(sent, ana)
        change(sent, "광고")
        deciding.reject(sent, ana, "광고예요.")
        row = fresh(sent)
        picture = row.picture
        assert (row.state, row.state_before) == (SubmissionState.PUBLISHED, "rejected")
        assert picture.live
        assert picture.get_latest_revision_as_object().title == "항구 31"
        assert not picture.has_unpublished_changes
        assert told(row)[-1] == ("rejected", "광고예요.")

    def test_ends_the_matter(self, sent, ana):
        deciding.reject(sent, ana, "no")
        for act in (deciding.accept, lambda row, by: deciding.ask_changes(row, by, "why")):
            with pytest.raises(NothingToDecideError):
                act(sent, ana)


class TestUndo:
    @pytest.mark.parametrize("decide", ["accept", "ask_changes", "reject"])
    def test_has_it_wait_again(self, sent, ana, decide):
        reason = () if decide == "accept" else ("reason",)
        getattr(deciding, decide)(sent, ana, *reason)
        assert deciding.undo(sent, ana)
        assert not deciding.undo(sent, ana)
        row = fresh(sent)
        assert (row.state, row.decided_by) == (SubmissionState.WAITING, None)
        assert not row.picture.live
        assert WorkflowState.objects.active().count() == 1
        assert PageLogEntry.objects.filter(action=UNDO, user=ana).count() == 1
        assert deciding.accept(sent, ana)

    def test_of_an_accepted_edit_shows_what_was_public_before(self, sent, ana):
        deciding.accept(sent, ana)
        change(sent, "다른 항구")
        deciding.accept(sent, ana)
        assert fresh(sent).picture.title == "다른 항구"
        deciding.undo(sent, ana)
        row = fresh(sent)
        assert (row.picture.live, row.picture.title) == (True, "항구 31")
        assert row.picture.get_latest_revision_as_object().title == "다른 항구"
        assert row.state == SubmissionState.WAITING

    def test_of_a_refused_edit_brings_the_edit_back(self, sent, ana):
        deciding.accept(sent, ana)
        change(sent, "다른 항구")
        deciding.reject(sent, ana, "no")
        deciding.undo(sent, ana)
        row = fresh(sent)
        assert (row.state, row.picture.title) == (SubmissionState.WAITING, "항구 31")
        assert row.picture.get_latest_revision_as_object().title == "다른 항구"

    def test_of_taking_it_down_shows_it_again(self, sent, ana):
        deciding.accept(sent, ana)
        PicturePage.objects.get().unpublish(user=ana)
        sent.refresh_from_db()
        assert deciding.undo(sent, ana)
        assert (fresh(sent).state, PicturePage.objects.get().live) == ("published", True)

    def test_is_for_who_decides(self, sent, ana, eve):
        deciding.reject(sent, ana, "no")
        with pytest.raises(PermissionDenied):
            deciding.undo(sent, eve)


class TestWorkflowOfOperators:
    def test_decides_who_may_take_its_steps(self, own_topic, bo, ana, admin_user):
        """A step for a group that Ana is not in is not hers, whatever the topic says."""
        from wagtail.models import Workflow

        workflow = Workflow.objects.get(name="Moderators approval")
        WorkflowPage.objects.create(page=own_topic, workflow=workflow)
        row = send(verified(bo), own_topic, seed=33)
        with pytest.raises(PermissionDenied):
            deciding.accept(row, ana)
        assert deciding.accept(row, admin_user)
        assert fresh(row).state == SubmissionState.PUBLISHED

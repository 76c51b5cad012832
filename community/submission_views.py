"""A member's own submissions: the list, one of them, and what its author may do with it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import user_of
from community import submission_thumbnails, submission_withdrawing
from community.models import Submission, SubmissionState
from community.rights import may_moderate
from community.settings_pages import personal
from community.submission_list import describe, own, sent_page
from community.submission_rules import open_topics
from community.taking_part import refusal
from pictures import replacing
from pictures.models import GalleryImage
from pictures.recipe_display import raw_text, recipe_rows
from pictures.surroundings import licence


@personal
@require_safe
def my_submissions(request: HttpRequest) -> HttpResponse:
    """Everything the member has sent, the newest first."""
    page = sent_page(user_of(request).pk, request.GET)
    context = {"sent_page": page, "takes_any": open_topics().exists()}
    return render(request, "community/submissions.html", context)


@personal
@require_safe
def my_submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them as it stands in its latest version, with state and reason."""
    row = own_or_404(request, pk)
    context = {"sent": describe(row), "row": row, "days": submission_withdrawing.KEPT.days}
    if row.picture is not None:
        draft = row.picture.get_latest_revision_as_object()
        recipe = draft.recipe
        context |= {
            "draft": draft,
            "image": draft.image,
            "tags": [tag.name for tag in draft.tags.all()],
            "licence": licence(draft),
            "recipe": recipe,
            "recipe_rows": recipe_rows(recipe),
            "raw": raw_text(recipe),
            "earlier": replacing.earlier_images(row.picture),
        }
    return render(request, "community/submission.html", context)


@login_required
@require_safe
def thumbnail(request: HttpRequest, pk: int, image_id: int | None = None) -> HttpResponseBase:
    """A small copy of the latest version, or of an earlier file; for author and deciders."""
    rows = Submission.objects.select_related("picture")
    row = get_object_or_404(rows, pk=pk, picture__isnull=False)
    picture = row.picture
    assert picture is not None
    if row.author_id != request.user.pk and not may_moderate(request.user, picture):
        raise Http404
    if image_id is None:
        image = picture.get_latest_revision_as_object().image
    elif image_id in replacing.revision_images(picture):
        image = GalleryImage.objects.filter(pk=image_id).first()
    else:
        image = None
    if image is None:
        raise Http404
    return submission_thumbnails.answer(image)


@personal
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture back; its author needs no further right for that."""
    row = own_or_404(request, pk)
    was_public = row.picture is not None and row.picture.first_published_at is not None
    try:
        submission_withdrawing.withdraw(row, user_of(request))
    except Submission.DoesNotExist:
        return redirect("me_submissions")
    if not was_public:
        messages.success(request, _("Withdrawn and deleted."))
        return redirect("me_submissions")
    messages.success(request, _("Withdrawn. Nobody else sees it any more."))
    return redirect("me_submission", pk)


@personal
@require_POST
def undo_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    row = own_or_404(request, pk)
    refused = refusal(request.user, "submit")
    if refused:
        messages.error(request, refused)
    elif submission_withdrawing.undo_withdrawal(row, user_of(request)):
        public = row.state == SubmissionState.PUBLISHED
        words = _("Your picture is public again.") if public else _("No longer withdrawn.")
        messages.success(request, words)
    return redirect("me_submission", pk)


def own_or_404(request: HttpRequest, pk: int) -> Submission:
    """The member's own submission; of others' nobody learns that they exist."""
    return get_object_or_404(own(user_of(request).pk), pk=pk)

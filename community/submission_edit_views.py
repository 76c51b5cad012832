"""Forms with which authors change what they have sent: words, another file, an earlier file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import user_of
from community import submission_editing, submission_files
from community.models import Submission
from community.settings_pages import personal
from community.submission_duplicates import Likenesses, described
from community.submission_editing import NotEditableError
from community.submission_files import DuplicateError
from community.submission_forms import FileForm, WordsForm, written
from community.submission_states import EDITABLE
from community.submission_views import own_or_404
from community.taking_part import refusal
from limits.checking import spend
from pictures.intake import IntakeError
from pictures.intake_limits import MAX_BYTES, MAX_PIXELS
from pictures.models import GalleryImage, Sensitivity


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def edit_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, texts, tags, licence; of a live picture a version that waits."""
    row = _editable(request, pk)
    assert row.picture is not None
    draft = row.picture.get_latest_revision_as_object()
    is_marked = draft.image is not None and draft.image.sensitivity != Sensitivity.NONE
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        initial=written(draft, row.note),
        is_public=row.picture.live,
        is_marked=is_marked,
    )
    refused = refusal(request.user, "submit")
    if not refused and request.method == "POST" and form.is_valid():
        if form.has_changed():
            spend("profile", request)
            submission_editing.edit(row, user_of(request), form.words())
            messages.success(request, _told(row))
        return redirect("me_submission", pk)
    context = {"row": row, "form": form, "refused": refused}
    return render(
        request, "community/submission_edit.html", context, status=403 if refused else 200
    )


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def replace_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Another file for the same page."""
    row = _editable(request, pk)
    refused = refusal(request.user, "submit")
    if refused or request.method != "POST":
        return _replace_page(request, row, FileForm(), refused=refused)
    spend("submit", request)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _replace_page(request, row, form)
    upload = form.cleaned_data["file"]
    try:
        taken = submission_files.take_replacement(upload, upload.name or "")
        submission_editing.replace(row, user_of(request), taken, name=upload.name or "")
    except IntakeError as error:
        form.add_error("file", str(error))
        return _replace_page(request, row, form)
    except DuplicateError as error:
        form.add_error("file", str(error))
        return _replace_page(request, row, form, same=described(user_of(request), [error.image]))
    messages.success(request, _told(row))
    return redirect("me_submission", pk)


@personal
@require_POST
def bring_back(request: HttpRequest, pk: int, image_id: int) -> HttpResponse:
    """An earlier file as the latest again."""
    row = _editable(request, pk)
    image = GalleryImage.objects.filter(pk=image_id).first()
    refused = refusal(request.user, "submit")
    if image is None:
        raise Http404
    if refused:
        messages.error(request, refused)
        return redirect("me_submission", pk)
    spend("profile", request)
    try:
        submission_editing.bring_back(row, user_of(request), image)
    except ValueError as error:
        raise Http404 from error
    messages.success(request, _told(row))
    return redirect("me_submission", pk)


def _editable(request: HttpRequest, pk: int) -> Submission:
    row = own_or_404(request, pk)
    if row.picture is None or row.state not in EDITABLE:
        raise Http404(str(NotEditableError()))
    return row


def _told(row: Submission) -> str:
    if row.picture is not None and row.picture.live:
        return _("Sent. What is public changes once a curator has looked at it.")
    return _("Changed. A curator looks at the latest version.")


def _replace_page(
    request: HttpRequest,
    row: Submission,
    form: FileForm,
    *,
    refused: str | None = None,
    same: Likenesses | None = None,
) -> HttpResponse:
    context = {
        "row": row,
        "form": form,
        "refused": refused,
        "same": same,
        "most_megabytes": MAX_BYTES // 1024**2,
        "most_megapixels": MAX_PIXELS // 1_000_000,
    }
    return render(
        request, "community/submission_replace.html", context, status=403 if refused else 200
    )

"""Sending pictures: choose a topic, bring the files, check what was read, write the words."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.honeypot import is_caught
from accounts.requests import user_of
from community import submission_files
from community.bringing import Brought, bring
from community.settings_pages import personal
from community.submission_duplicates import nearly
from community.submission_files import DuplicateError
from community.submission_forms import FilesForm, WordsForm, proposed
from community.submission_rules import open_topic, open_topics, rules_of
from community.submitting import AlreadySentError, submit
from community.taking_part import refusal
from pictures.addresses import page_address
from pictures.file_views import private, stored_file
from pictures.intake_limits import MAX_BYTES, MAX_PIXELS
from pictures.models import ImportFile
from pictures.models.gallery_image import private_storage
from pictures.publishing import PublishingError
from pictures.recipe_display import raw_text, recipe_rows
from topics.models import TopicPage


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def bring_file(request: HttpRequest) -> HttpResponse:
    """The first step, with one file or several; without a topic, a choice of those open."""
    asked = request.POST.get("topic") or request.GET.get("topic")
    if not asked:
        return render(request, "community/submit_topics.html", {"topics": open_topics()})
    topic = open_topic(asked)
    if topic is None:
        raise Http404
    refused = refusal(request.user, "submit")
    if refused or request.method != "POST":
        return _file_page(request, topic, FilesForm(), refused=refused)
    if is_caught(request):
        return redirect("me_submissions")
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _file_page(request, topic, form)
    brought = bring(request, topic, form.cleaned_data["file"])
    if brought.refused:
        return _file_page(request, topic, FilesForm(), brought=brought)
    return _to_words(brought.rows[0])


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def write_words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The second step: what was read of the file, and the words."""
    row = submission_files.waiting(user_of(request), uuid)
    if row is None:
        return _gone(request)
    topic = open_topic(row.batch.topic_id)
    if topic is None:
        raise Http404
    refused = refusal(request.user, "submit")
    if refused or request.method != "POST":
        return _words_page(
            request, topic, row, WordsForm(initial=proposed(row, topic)), refused=refused
        )
    form = WordsForm(request.POST, initial=proposed(row, topic))
    if not form.is_valid():
        return _words_page(request, topic, row, form)
    try:
        submission = submit(user=user_of(request), topic=topic, row=row, words=form.words())
    except AlreadySentError:
        return _gone(request)
    except (DuplicateError, PublishingError) as error:
        form.add_error(None, str(error))
        return _words_page(request, topic, row, form)
    messages.success(request, _("Sent. You will hear of it once a curator has looked at it."))
    following = submission_files.following(topic, user_of(request))
    return _to_words(following) if following else redirect("me_submission", submission.pk)


@personal
@require_POST
def discard_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Forget a file that waits, and go back to choosing one."""
    row = submission_files.waiting(user_of(request), uuid)
    if row is None:
        return redirect("me_submissions")
    submission_files.forget(row)
    return HttpResponseRedirect(_file_address(row.batch.topic_id))


@login_required
@require_safe
def waiting_thumbnail(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    row = submission_files.waiting(user_of(request), uuid)
    if row is None or not row.thumbnail.name:
        raise Http404
    return private(stored_file(private_storage(), row.thumbnail.name))


def _file_page(
    request: HttpRequest,
    topic: TopicPage,
    form: FilesForm,
    *,
    refused: str | None = None,
    brought: Brought | None = None,
) -> HttpResponse:
    context = {
        "topic": topic,
        "topic_url": page_address(topic.url_path),
        "words": rules_of(topic.pk).words,
        "form": form,
        "refused": refused,
        "brought": brought,
        "waiting": [] if refused else submission_files.waiting_for(topic, user_of(request)),
        "most_megabytes": MAX_BYTES // 1024**2,
        "most_megapixels": MAX_PIXELS // 1_000_000,
    }
    return render(request, "community/submit.html", context, status=403 if refused else 200)


def _words_page(
    request: HttpRequest,
    topic: TopicPage,
    row: ImportFile,
    form: WordsForm,
    *,
    refused: str | None = None,
) -> HttpResponse:
    context = {
        "topic": topic,
        "topic_url": page_address(topic.url_path),
        "words": rules_of(topic.pk).words,
        "row": row,
        "form": form,
        "refused": refused,
        "recipe": row.recipe,
        "recipe_rows": recipe_rows(row.recipe),
        "raw": raw_text(row.recipe),
        "near": nearly(user_of(request), row.dhash),
        "waiting": submission_files.waiting_for(topic, user_of(request), without=row),
    }
    return render(request, "community/submit_words.html", context, status=403 if refused else 200)


def _to_words(row: ImportFile) -> HttpResponse:
    return redirect("submit_words", row.uuid)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This file was sent already, or is no longer kept."))
    return redirect("me_submissions")


def _file_address(topic_id: int | None) -> str:
    query = f"?{urlencode({'topic': topic_id})}" if topic_id else ""
    return reverse("submit") + query

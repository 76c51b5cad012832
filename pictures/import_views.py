"""The import screen: many pictures at once, each a row that says how far it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pictures import replacement_files
from pictures.import_answers import batch_or_403, editor, file_or_403, import_view
from pictures.import_rows import describe_batch
from pictures.importing import folders as server_folders
from pictures.importing.access import may_change, may_import, topics_for
from pictures.importing.batches import summary
from pictures.intake import ACCEPT
from pictures.models import ImportBatch, Licence, PicturePage
from pictures.recipe_display import recipe_rows

RECENT = 5
TOPIC_IN_QUERY = 10  # digits


@require_safe
def index(request: HttpRequest, uuid: UUID | None = None) -> HttpResponse:
    """A batch, or an empty one that begins with the first file. `?topic=` chooses a topic."""
    if not may_import(request.user):
        raise PermissionDenied
    batch = (
        get_object_or_404(ImportBatch.objects.select_related("topic"), uuid=uuid) if uuid else None
    )
    if batch is not None and not may_change(editor(request), batch):
        raise PermissionDenied
    return render(request, "pictures/import/index.html", _context(request, batch))


def _context(request: HttpRequest, batch: ImportBatch | None) -> dict[str, Any]:
    user = editor(request)
    topics = topics_for(user)
    chosen = batch.topic_id if batch else _topic_of_query(request, {topic.pk for topic in topics})
    return {
        "batch": batch,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Import pictures")},
        ],
        "topics": topics,
        "topic_id": chosen,
        "may_publish": any(
            topic.permissions_for_user(user).can_publish_subpage() for topic in topics
        ),
        "licences": Licence.choices,
        "licence": batch.licence if batch else PicturePage._meta.get_field("licence").default,
        "accept": f"{ACCEPT},.zip,.txt,.json",
        "has_folders": bool(server_folders.roots()),
        "recent": _recent(user, batch),
        "start_url": reverse("import:start"),
        "folders_url": reverse("import:folders"),
        "batch_url": reverse("import:batch", args=[batch.uuid]) if batch else "",
    }


def _topic_of_query(request: HttpRequest, allowed: set[int]) -> int | None:
    number = request.GET.get("topic", "")
    if number.isascii() and number.isdigit() and len(number) <= TOPIC_IN_QUERY:
        return int(number) if int(number) in allowed else None
    return None


def _recent(user: AbstractUser, current: ImportBatch | None) -> list[dict[str, Any]]:
    """The editor's last batches that hold a file, with their numbers."""
    mine = ImportBatch.objects.filter(user_id=user.pk or 0, files__isnull=False).distinct()
    mine = mine.exclude(key__startswith=replacement_files.PREFIX)
    if current is not None:
        mine = mine.exclude(pk=current.pk)
    return [
        {
            "batch": batch,
            "summary": summary(batch),
            "url": reverse("import:batch", args=[batch.uuid]),
        }
        for batch in mine.select_related("topic").order_by("-created_at")[:RECENT]
    ]


@import_view("GET", "HEAD")
def state(request: HttpRequest, uuid: UUID) -> JsonResponse:
    """A page of rows and what all of them add up to."""
    return JsonResponse(describe_batch(request, batch_or_403(request, uuid)))


@import_view("GET", "HEAD")
def file_dialog(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One file in full: its words to edit, its recipe, and what it nearly equals."""
    row = file_or_403(request, uuid)
    return render(
        request,
        "pictures/import/_file.html",
        {
            "row": row,
            "topics": topics_for(editor(request)),
            "licences": Licence.choices,
            "recipe": row.recipe,
            "rows": recipe_rows(row.recipe),
            "other": _other(request, row),
        },
    )


def _other(request: HttpRequest, row: Any) -> dict[str, Any] | None:
    """The picture that a file equals or nearly equals, as far as the editor may see it."""
    image = row.duplicate_of or row.near_of
    if image is not None:
        page = PicturePage.objects.filter(image=image).order_by("pk").first()
        return {
            "title": page.title if page else image.title,
            "where": _("In the gallery"),
            "url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
            "image": image,
            "width": image.width,
            "height": image.height,
            "rows": recipe_rows(image.recipe),
        }
    if row.twin is not None:
        return {
            "title": row.twin.title or row.twin.name,
            "where": _("In this import"),
            "url": "",
            "row": row.twin,
            "width": row.twin.width,
            "height": row.twin.height,
            "rows": recipe_rows(row.twin.recipe),
        }
    return None


@import_view("GET", "HEAD")
def thumbnail(request: HttpRequest, uuid: UUID) -> FileResponse:
    row = file_or_403(request, uuid)
    if not row.thumbnail:
        raise Http404
    try:
        file = row.thumbnail.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(file, content_type="image/webp")
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""What authors change of what they have sent: words and file.

A draft is changed; of a live picture the change waits as a version that is not public until a
curator lets it through. Sensitivity belongs to the image and counts at once, so that authors may
only raise it once their picture is public. Raises `NotEditableError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from community import submission_review
from community.models import Submission, SubmissionState
from community.submission_states import EDITABLE, locked, move
from community.submitting import Words
from pictures import replacing
from pictures.intake import TakenIn
from pictures.models import GalleryImage, PicturePage, Sensitivity
from pictures.naming import known_spelling
from pictures.renditions import request_sync

if TYPE_CHECKING:
    from accounts.models import User


class NotEditableError(Exception):
    def __str__(self) -> str:
        return _("This picture can no longer be changed.")


@transaction.atomic
def edit(submission: Submission, user: User, words: Words) -> None:
    """Store the author's words as the latest version and have it reviewed."""
    row, picture = _begin(submission, user)
    draft = picture.get_latest_revision_as_object()
    draft.title, draft.alt_text, draft.caption = words.title, words.alt_text, words.caption
    draft.licence, draft.recipe_visibility = words.licence, words.recipe_visibility
    draft.content_language = words.language
    draft.tags.set(known_spelling(words.tags))
    replacing.save_draft(draft, user=user)
    _mark(draft.image, words, is_public=picture.live)
    row.title = words.title if not picture.live else row.title
    row.note = words.note
    _review(row, picture, user)


def replace(submission: Submission, user: User, taken: TakenIn, *, name: str) -> GalleryImage:
    """Give the picture another file; the old one stays in its history."""
    image: GalleryImage | None = None
    try:
        with transaction.atomic():
            row, picture = _begin(submission, user)
            image = replacing.replace_file(picture, taken, user=user, name=name)
            _review(row, picture, user)
    except BaseException:
        if image is not None:
            image.file.storage.delete(image.file.name)
        raise
    return image


@transaction.atomic
def bring_back(submission: Submission, user: User, image: GalleryImage) -> None:
    """Give the picture a file that it had before. Raises `ValueError` on any other."""
    row, picture = _begin(submission, user)
    replacing.bring_back(picture, image, user=user)
    _review(row, picture, user)


def _begin(submission: Submission, user: User) -> tuple[Submission, PicturePage]:
    row = locked(submission)
    if row.picture is None or row.author_id != user.pk or row.state not in EDITABLE:
        raise NotEditableError
    return row, row.picture


def _review(row: Submission, picture: PicturePage, user: User) -> None:
    move(row, SubmissionState.WAITING)
    submission_review.begin(PicturePage.objects.get(pk=picture.pk), user)


def _mark(image: GalleryImage, words: Words, *, is_public: bool) -> None:
    """Sensitivity and AI mark, as far as their author may still say."""
    before = image.sensitivity, image.ai_generated
    if image.sensitivity != Sensitivity.HIDDEN and (words.is_sensitive or not is_public):
        image.sensitivity = words.sensitivity
    if not is_public:
        image.ai_generated = words.ai_generated
    if (image.sensitivity, image.ai_generated) != before:
        image.save(update_fields=["sensitivity", "ai_generated"])
        request_sync([image.pk])

"""From a file that waits and the words of its sender to a draft in the topic's workflow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection

from community import submission_files, submission_review
from community.models import Submission
from community.submission_log import SUBMIT
from pictures.importing.registering import image_of
from pictures.models import GalleryImage, ImportFile, ImportState, Sensitivity
from pictures.naming import known_spelling, language_of
from pictures.publishing import create_picture
from topics.models import TopicPage

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Words:
    """What members say of their picture; `tags` as they wrote them."""

    title: str
    alt_text: str
    caption: str
    tags: list[str]
    licence: str
    recipe_visibility: str
    ai_generated: bool = True
    is_sensitive: bool = False
    note: str = ""

    @property
    def sensitivity(self) -> str:
        return Sensitivity.SENSITIVE if self.is_sensitive else Sensitivity.NONE

    @property
    def language(self) -> str:
        return language_of(f"{self.title} {self.alt_text} {self.caption}")


class AlreadySentError(Exception):
    """The file was sent, or forgotten, since the form was shown."""


def submit(*, user: User, topic: TopicPage, row: ImportFile, words: Words) -> Submission:
    """Make a draft of the waiting file and have it reviewed.

    Raises `AlreadySentError`, `submission_files.DuplicateError` and `publishing.PublishingError`;
    nothing is stored then, and the file goes on waiting.
    """
    with transaction.atomic():
        # One at a time on the whole site, imports too: equal files see each other.
        root = Collection.objects.select_for_update().get(pk=Collection.get_first_root_node().pk)
        row = _locked(row)
        submission_files.refuse_duplicate(row.sha256)
        picture = create_picture(
            topic=topic,
            image=_image(row, root, user, words),
            title=words.title,
            user=user,
            alt_text=words.alt_text,
            caption=words.caption,
            tags=known_spelling(words.tags),
            licence=words.licence,
            recipe_visibility=words.recipe_visibility,
            content_language=words.language,
        )
        submission = Submission.objects.create(
            author=user,
            picture=picture,
            topic=topic,
            title=picture.title,
            note=words.note,
            created_at=timezone.now(),
            changed_at=timezone.now(),
        )
        log(instance=picture, action=SUBMIT, user=user)
        submission_review.begin(picture, user)
        submission_files.forget_later(row)
    return submission


def _locked(row: ImportFile) -> ImportFile:
    found = ImportFile.objects.select_for_update().filter(pk=row.pk).exclude(file="").first()
    if found is None or found.state == ImportState.DONE:
        raise AlreadySentError
    return found


def _image(row: ImportFile, root: Collection, user: User, words: Words) -> GalleryImage:
    """The image of the file that waits, which lies where originals lie: nothing is copied."""
    row.title, row.alt_text = words.title, words.alt_text
    image = image_of(row, user, root)
    image.ai_generated = words.ai_generated
    image.sensitivity = words.sensitivity
    image.save()
    row.state, row.file.name = ImportState.DONE, ""
    row.save(update_fields=["state", "file", "updated_at"])
    return image

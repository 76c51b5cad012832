"""Keeping several results in one step: all of them become pictures, or none does."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.models import Licence, PicturePage, RecipeVisibility
from pictures.models.picture_page import ContentLanguage
from pictures.publishing import MAX_TITLE, PublishingError, create_picture
from sd_bridge.keep_words import proposed_alt
from sd_bridge.kept_results import image_of, locked_results, locked_topic, note_kept
from sd_bridge.made_with import note_made_with
from sd_bridge.models import Result
from sd_bridge.naming import language_of, title_in_series
from sd_bridge.refusals import InvalidRequest, KeepNotAllowed

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

ACTIONS = ("draft", "submit", "publish", "schedule")
MAX_ALT = 300  # characters
LONGEST_TITLE = MAX_TITLE - 6  # leaves room for the number of a series


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepChoice:
    """One result and its words; `alt_text` may be empty in a draft."""

    result: Result
    title: str
    alt_text: str = ""
    tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What holds for all pictures kept together.

    `content_language` "" is that of each title, `recipe_visibility` "" what the topic begins with.
    """

    licence: str
    action: str
    go_live_at: datetime | None
    recipe_visibility: str
    content_language: str
    author_name: str


def actions_for(user: AbstractUser, topic: Page) -> list[str]:
    """What `user` may do with pictures kept in `topic`; nothing where she may not add any."""
    may = topic.permissions_for_user(user)
    if not (PicturePage.can_create_at(topic.specific) and may.can_add_subpage()):
        return []
    publishing = ["publish", "schedule"] if may.can_publish_subpage() else []
    return ["draft", *(["submit"] if topic.get_workflow() else []), *publishing]


def keep_results(
    *,
    user: AbstractUser,
    choices: Sequence[KeepChoice],
    topic: Page,
    licence: str = Licence.CC_BY,
    action: str = "draft",
    go_live_at: datetime | None = None,
    recipe_visibility: str = "",
    content_language: str = "",
    author_name: str = "",
) -> list[PicturePage]:
    """A picture in `topic` for each choice, in their order; nothing is stored if one fails.

    Pressed again, the same pictures as they are. Raises `InvalidRequest` (a choice's field has its
    number before it: `0.alt_text`), `NotAllowed`, `PageGone`, `ResultGone`, `IntakeError` or
    `PublishingError`.
    """
    handling = Handling(
        licence=licence,
        action=action,
        go_live_at=go_live_at if action == "schedule" else None,
        recipe_visibility=recipe_visibility,
        content_language=content_language,
        author_name=author_name,
    )
    _check(choices, handling)
    with transaction.atomic(), ExitStack() as files:
        results = locked_results([choice.result for choice in choices], user)
        parent = locked_topic(topic)
        if action not in actions_for(user, parent):
            raise KeepNotAllowed
        return [
            _kept(choice, results[choice.result.pk], parent, user, handling, files)
            for choice in choices
        ]


def _check(choices: Sequence[KeepChoice], handling: Handling) -> None:
    found = dict(_problems(handling))
    needs_alt = handling.action != "draft"
    for number, choice in enumerate(choices):
        if not choice.title.strip():
            found[f"{number}.title"] = _("Give the picture a title.")
        if needs_alt and not choice.alt_text.strip():
            found[f"{number}.alt_text"] = _("Say what is to be seen: publishing needs it.")
        if len(choice.alt_text) > MAX_ALT:
            found[f"{number}.alt_text"] = _("At most 300 characters.")
    if found:
        raise InvalidRequest(found)


def _problems(handling: Handling) -> list[tuple[str, str]]:
    moment = handling.go_live_at
    is_late = handling.action == "schedule" and (moment is None or moment <= timezone.now())
    checks: list[tuple[bool, str, Any]] = [
        (handling.action not in ACTIONS, "action", _("Choose what becomes of them.")),
        (handling.licence not in Licence.values, "licence", _("Choose a licence.")),
        (
            handling.recipe_visibility not in ("", *RecipeVisibility.values),
            "recipe_visibility",
            _("Choose what visitors see of the recipe."),
        ),
        (
            handling.content_language not in ("", *ContentLanguage.values),
            "content_language",
            _("Choose the language of the texts."),
        ),
        (is_late, "go_live_at", _("Choose a moment that is still to come.")),
    ]
    return [(field, sentence) for is_wrong, field, sentence in checks if is_wrong]


def _kept(
    choice: KeepChoice,
    result: Result,
    topic: Page,
    user: AbstractUser,
    handling: Handling,
    files: ExitStack,
) -> PicturePage:
    if result.kept_as_id is not None:
        return PicturePage.objects.get(pk=result.kept_as_id)
    title = title_in_series(" ".join(choice.title.split())[:LONGEST_TITLE], topic)
    alt_text = " ".join(choice.alt_text.split())
    described = alt_text or proposed_alt(result.generation)
    image = files.enter_context(image_of(result, title=title, description=described, user=user))
    picture = create_picture(
        topic=topic,
        image=image,
        title=title,
        user=user,
        alt_text=alt_text,
        format=result.generation.format,
        tags=list(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in choice.tags)))),
        content_language=handling.content_language or language_of(title),
        licence=handling.licence,
        recipe_visibility=handling.recipe_visibility,
        author_name=handling.author_name,
        go_live_at=handling.go_live_at,
        publish=handling.action in ("publish", "schedule"),
    )
    result.kept_as = picture
    note_kept(result, image)
    note_made_with(picture, result)
    if handling.action == "submit":
        _submit(picture, user)
    return picture


def _submit(picture: PicturePage, user: AbstractUser) -> None:
    """Start the workflow of its topic; `actions_for` has found one."""
    try:
        picture.full_clean()
    except ValidationError as error:
        raise PublishingError(" ".join(error.messages)) from error
    workflow = picture.get_workflow()
    if workflow is None:  # taken away at this moment
        raise KeepNotAllowed
    workflow.start(picture, user)

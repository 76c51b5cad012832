"""Changing the latest version of a picture: its words, and what was read of how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pictures import replacing
from pictures.models import PicturePage, Sensitivity
from pictures.naming import known_spelling
from pictures.page_acts import hold, require_edit
from pictures.recipe import Recipe
from pictures.recipe_corrections import with_corrections
from pictures.sensitivity import change_sensitivity
from pictures.storable import storable

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

PLAIN = (
    *("title", "alt_text", "caption", "author_name", "licence", "format"),
    *("recipe_visibility", "content_language"),
)


@transaction.atomic
def change_draft(
    picture: PicturePage, user: AbstractUser, changes: Mapping[str, Any], *, seen: int
) -> PicturePage:
    """Store `changes` as the latest version; what is public stays until that is published.

    Changes: the names in `PLAIN`, `tags` (words), `recipe` (values of `Recipe`), and `sensitivity`,
    which belongs to the image and holds at once. Raises as `page_acts` do, `ChangedMeanwhileError`
    where the latest revision is not `seen`; nothing is stored then.
    """
    found = hold(picture, seen)
    require_edit(found, user)
    draft = found.get_latest_revision_as_object()
    for name in PLAIN:
        if name in changes:
            setattr(draft, name, kept(changes[name]))
    if "tags" in changes:
        words = [" ".join(kept(word).split()) for word in changes["tags"]]
        draft.tags.set(known_spelling(list(dict.fromkeys(filter(None, words)))))
    if changes.get("recipe"):
        own = draft.image.recipe if draft.image else Recipe()
        corrected = {name: kept(value) for name, value in changes["recipe"].items()}
        draft.recipe_data = with_corrections(draft.recipe, own, corrected).as_json()
    if "sensitivity" in changes and draft.image is not None:
        change_sensitivity(user, draft.image, Sensitivity(changes["sensitivity"]))
    if changes.keys() - {"sensitivity"}:
        replacing.save_draft(draft, user=user)
    return PicturePage.objects.get(pk=found.pk)


def kept(value: Any) -> Any:
    """`value`, if every database takes it. Raises `ValidationError`."""
    if isinstance(value, str) and storable(value) != value:
        raise ValidationError(_("There is a character in it that cannot be stored."))
    return value

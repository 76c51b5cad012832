"""`GET pictures/{id}/around`: with one change of its recipe, and related ones."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from pictures.api.cards import PictureInList, in_list
from pictures.api.engagement import liked_among
from pictures.api.ids import Id
from pictures.around import around, around_cards
from pictures.recipe_changes import Change
from pictures.site_lookup import home_id_of
from pictures.surroundings import open_picture
from rest.authentication import ANYONE

router = Router(tags=["pictures"])


class ChangedWord(Schema):
    text: str
    kind: str = Field(description="`same`, `new` or `gone`.", examples=["new"])


class RecipeChange(Schema):
    """A setting from `before` to `after`, or the `words` of a prompt."""

    key: str = Field(examples=["sampler"])
    label: str
    before: str
    after: str
    words: list[ChangedWord]


class ChangedPicture(PictureInList):
    seed: int | None = None
    change: RecipeChange


class Around(Schema):
    changed: list[ChangedPicture] = Field(description="Of one prompt, one thing different.")
    related: list[PictureInList] = Field(description="By tags and looks, the closest first.")


@router.get(
    "/pictures/{picture_id}/around",
    response=Around,
    auth=ANYONE,
    operation_id="list_pictures_around",
)
def list_pictures_around(request: HttpRequest, picture_id: Id) -> Around:
    """Pictures whose recipe differs in one thing, and related ones."""
    home_id = home_id_of(request)
    picture, topic_id, listed_at = open_picture(picture_id)
    found = around(picture, home_id=home_id, topic_id=topic_id, listed_at=listed_at)
    changed, related = around_cards(found)
    liked = liked_among(request, [*(card.id for card, _ in changed), *(c.id for c in related)])

    def likes(pk: int) -> bool | None:
        return None if liked is None else pk in liked

    return Around(
        changed=[
            ChangedPicture(
                seed=card.seed,
                change=_change(change),
                **in_list(card, likes(card.id)).model_dump(),
            )
            for card, change in changed
        ],
        related=[in_list(card, likes(card.id)) for card in related],
    )


def _change(change: Change) -> RecipeChange:
    return RecipeChange(
        key=change.key,
        label=str(change.label),
        before=change.before,
        after=change.after,
        words=[ChangedWord(text=word.text, kind=word.kind) for word in change.words],
    )

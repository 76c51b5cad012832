"""Pictures of one idea: the same prompt with other seeds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from pictures import browsing
from pictures.composed import composed
from pictures.copies import GridCopies
from pictures.models import PicturePage, Placement, RecipeVisibility

LIMIT = 8


def same_prompt(picture: PicturePage, *, topic_id: int) -> list[browsing.Row]:
    """Rows of the public pictures of the topic whose shown prompt is this one's, it among them.

    Empty where it stands alone or hides its prompt. One query.
    """
    if not picture.shown_recipe.prompt:
        return []
    found = _same_prompt(recipe_key=picture.recipe_key, topic_id=topic_id)
    rows = [_as_placement(row) for row in found]
    return rows if len(rows) > 1 else []


@composed
def _same_prompt(*, recipe_key: str, topic_id: int) -> QuerySet[Any]:
    place = Placement.objects.in_topic(topic_id).listed().filter(picture_id=OuterRef("pk"))
    # Begins with the few pictures of this prompt: sorted placements, in contrast, might all have
    # to be visited before so few are found.
    return (
        PicturePage.objects.filter(recipe_key=recipe_key, recipe_visibility=RecipeVisibility.PUBLIC)
        .annotate(listed_at=Subquery(place.values("listed_at")[:1]))
        .filter(listed_at__isnull=False)
        .order_by("-listed_at", "-pk")
        .values("pk", "listed_at", *browsing.PICTURE_COLUMNS, "recipe_data")[:LIMIT]
    )


def _as_placement(row: dict[str, Any]) -> browsing.Row:
    """A picture's columns under the names a placement's row gives them."""
    named = {f"picture__{name}": row[name] for name in (*browsing.PICTURE_COLUMNS, "recipe_data")}
    return {"picture_id": row["pk"], "listed_at": row["listed_at"], **named}


def series_cards(rows: list[browsing.Row], copies: GridCopies) -> list[browsing.Card]:
    """Cards of the rows of `same_prompt`, in the order of their seeds."""
    seeds = {row["picture_id"]: row["picture__recipe_data"].get("seed") for row in rows}
    found = [replace(card, seed=seeds[card.id]) for card in browsing.cards(rows, copies)]
    return sorted(found, key=lambda card: (card.seed is None, card.seed or 0, card.id))

"""Pictures of one idea: the same prompt with other seeds."""

from __future__ import annotations

from dataclasses import replace

from pictures import browsing
from pictures.models import PicturePage, Placement, RecipeVisibility

LIMIT = 8


def same_prompt(picture: PicturePage, *, topic_id: int) -> list[browsing.Card]:
    """Public pictures of the topic whose shown prompt is this one's, `picture` among them.

    In the order of their seeds; empty where it stands alone or hides its prompt.
    """
    prompt = picture.shown_recipe.prompt
    if not prompt:
        return []
    placements = (
        Placement.objects.in_topic(topic_id)
        .listed()
        .filter(
            picture__recipe_key=picture.recipe_key,
            picture__recipe_visibility=RecipeVisibility.PUBLIC,
        )
        .order_by("-listed_at", "-picture_id")
    )
    rows = list(placements.values(*browsing.COLUMNS, "picture__recipe_data")[:LIMIT])
    if len(rows) < 2:
        return []
    seeds = {row["picture_id"]: row["picture__recipe_data"].get("seed") for row in rows}
    found = [replace(card, seed=seeds[card.id]) for card in browsing.cards(rows)]
    return sorted(found, key=lambda card: (card.seed is None, card.seed or 0, card.id))

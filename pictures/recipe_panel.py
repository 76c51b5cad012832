"""The panel of a picture's edit form that shows how much of its recipe was understood."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from pictures.recipe_files import draft_recipe_address

LONGEST_SHOWN = 20_000


class RecipeSourcePanel(Panel):
    """The text as it was found, and how much of it was read; nothing of it can be edited.

    It carries what the form showed, which `RecipePageForm` compares with.
    """

    class BoundPanel(Panel.BoundPanel):
        template_name = "pictures/admin/recipe_source.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            recipe = self.instance.recipe
            return {
                **super().get_context_data(parent_context),
                "recipe": recipe,
                "raw": recipe.raw[:LONGEST_SHOWN],
                "is_cut": len(recipe.raw) > LONGEST_SHOWN,
                "download_url": draft_recipe_address(self.instance) if recipe else "",
                "shown_field": self.form["recipe_shown"],
            }

        @property
        def media(self) -> Media:
            return Media(css={"all": ["pictures/css/recipe-source.css"]})


def _field(name: str) -> FieldPanel:
    return FieldPanel(f"recipe_{name}", disable_comments=True)


def recipe_panel() -> MultiFieldPanel:
    """The fields of `RecipePageForm`, folded away until somebody needs them."""
    rows = (
        ("model", "model_hash"),
        ("sampler", "scheduler"),
        ("steps", "guidance", "seed"),
        ("width", "height", "program"),
    )
    return MultiFieldPanel(
        [
            RecipeSourcePanel(),
            _field("prompt"),
            _field("negative_prompt"),
            *(FieldRowPanel([_field(name) for name in row]) for row in rows),
            _field("loras"),
            _field("reread"),
        ],
        heading=_("Recipe"),
        classname="collapsed",
    )

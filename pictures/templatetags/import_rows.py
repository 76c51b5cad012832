"""What the import screen's rows show of an imported file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

from pictures.import_rows import ICONS, thumbnail_url
from pictures.importing.editing import EDITABLE
from pictures.models import ImportFile, ImportState
from pictures.recipe import Recipe
from pictures.recipe_display import RecipeRow

register = template.Library()


@dataclass(frozen=True)
class State:
    """`tone` is "", "ok", "warn" or "bad"; the words say the same."""

    icon: str
    words: str
    tone: str = ""


@dataclass(frozen=True)
class Line:
    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        return self.left != self.right


@register.simple_tag
def thumbnail_of(row: ImportFile) -> str:
    return thumbnail_url(row)


@register.simple_tag
def state_of(row: ImportFile) -> State:
    icon = ICONS[ImportState(row.state)]
    match row.state:
        case ImportState.FAILED:
            return State(icon, row.sentence, "bad")
        case ImportState.NEAR:
            return State(icon, _("Nearly the same as another"), "warn")
        case ImportState.DUPLICATE:
            return State(icon, _("Already there, left out"), "warn")
        case ImportState.DONE:
            words = _("Published") if row.publish else _("Imported as a draft")
            return State(icon, words, "ok")
        case ImportState.READY if row.recipe.standing == "partly":
            return State("info-circle", _("Ready · settings partly read"), "warn")
        case ImportState.READY if row.topic_id is None:
            return State("info-circle", _("Choose a topic"), "warn")
    return State(icon, str(ImportState(row.state).label))


@register.simple_tag
def standing_of(recipe: Recipe) -> str:
    """How much of the recipe was understood; "" where all was."""
    return {
        "": _("none"),
        "partly": _("partly read"),
        "raw": _("only as raw text"),
    }.get(recipe.standing, "")


@register.filter
def is_open(row: ImportFile) -> bool:
    """Whether its words may still be changed here."""
    return row.state in EDITABLE and bool(row.file)


@register.simple_tag
def beside(left: list[RecipeRow], other: dict[str, Any] | None) -> list[Line]:
    """The recipe next to that of the `other` picture, in the first one's order."""
    right: list[RecipeRow] = other["rows"] if other else []
    others = {row.key: row for row in right}
    lines = [
        Line(row.label, row.value, others[row.key].value if row.key in others else "")
        for row in left
    ]
    known = {row.key for row in left}
    return lines + [Line(row.label, "", row.value) for row in right if row.key not in known]

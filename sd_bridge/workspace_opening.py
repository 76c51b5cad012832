"""What the workspace opens with: the address may name a picture, a result, an image, a topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from pictures.models import PicturePage
from sd_bridge.access import may_see
from sd_bridge.asked import asked
from sd_bridge.models import Generation
from sd_bridge.recipe_fields import recipe_fields
from sd_bridge.source_tiles import (
    image_named,
    image_tile_of,
    is_number,
    page_tile_of,
    picture_named,
    result_named,
    result_tile_of,
    uuid_in,
)
from sd_bridge.workspace_topics import may_add_to
from topics.models import TopicPage

KIND_OF = {"img2img": "image", "upscale": "upscale", "interrogate": "image"}
VARIATION = 0.1  # of another seed's noise: the same picture, a little different


@dataclass
class Opening:
    """`fields` by name, to be filled in; `notices` are sentences about what could not be."""

    fields: dict[str, Any] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    generation: str = ""
    asks_words: bool = False  # for alternative text and tags of the source

    @property
    def is_recipe(self) -> bool:
        """Else the form still holds what was in it before."""
        return "prompt" in self.fields


def opening(user: AbstractUser, query: Mapping[str, str]) -> Opening:
    """Never raises: an address that leads nowhere, or somewhere forbidden, is told in `notices`."""
    found = Opening()
    for name, fill in (
        ("picture", _picture),
        ("result", _result),
        ("image", _image),
        ("generation", _generation),
        ("topic", _topic),
    ):
        if query.get(name) and not fill(found, user, query):
            found.notices.append(
                _("What the address names is no longer there, or it is not yours to see.")
            )
    if found.fields.get("hires_upscaler"):
        found.fields["hires"] = True
    return found


def _picture(found: Opening, user: AbstractUser, query: Mapping[str, str]) -> bool:
    """Remix: its recipe, its topic."""
    page = picture_named(user, query["picture"])
    if page is None:
        return False
    recipe = page.recipe if page.permissions_for_user(user).can_edit() else page.shown_recipe
    known = recipe_fields(recipe, keep_seed=query.get("seed") == "same")
    found.fields |= known.values
    found.notices += known.notices
    if not recipe.prompt:
        found.notices.append(_("The prompt of this picture is not known."))
    if query.get("as") == "variation":
        found.fields["variation_strength"] = VARIATION
    if page.format and "format" not in found.fields:
        found.fields["format"] = page.format
    if query.get("as") in KIND_OF:
        found.fields |= {"kind": KIND_OF[query["as"]], "source": page_tile_of(page)}
    topic = page.get_parent()
    if may_add_to(user, topic):
        found.fields["topic"] = topic.pk
    return True


def _result(found: Opening, user: AbstractUser, query: Mapping[str, str]) -> bool:
    result = result_named(user, query["result"])
    if result is None:
        return False
    generation = result.generation
    found.generation = str(generation.uuid)
    found.fields |= _topic_of(generation, user)
    purpose = query.get("as")
    if purpose == "upscale":
        found.fields |= {"kind": "upscale", "source": result_tile_of(result)}
        return True
    found.fields |= asked(generation)
    found.fields["seed"] = "" if result.seed is None else result.seed
    if purpose == "img2img":
        found.fields |= {"kind": "image", "source": result_tile_of(result), "seed": ""}
    elif purpose == "variation":
        found.fields |= {"variation_strength": VARIATION, "variation_seed": ""}
    return True


def _image(found: Opening, user: AbstractUser, query: Mapping[str, str]) -> bool:
    image = image_named(user, query["image"])
    if image is None:
        return False
    purpose = query.get("as", "")
    found.asks_words = purpose == "interrogate"
    found.fields |= {"kind": KIND_OF.get(purpose, "image"), "source": image_tile_of(image)}
    return True


def _generation(found: Opening, user: AbstractUser, query: Mapping[str, str]) -> bool:
    key = uuid_in(query["generation"])
    generation = Generation.objects.filter(uuid=key).first() if key else None
    if generation is None or not may_see(user, generation):
        return False
    found.generation = str(generation.uuid)
    found.fields |= asked(generation)
    found.fields |= _topic_of(generation, user)
    return True


def _topic(found: Opening, user: AbstractUser, query: Mapping[str, str]) -> bool:
    key = query["topic"]
    topic = TopicPage.objects.filter(pk=int(key)).first() if is_number(key) else None
    if topic is None or not may_add_to(user, topic):
        return False
    found.fields["topic"] = topic.pk
    return True


def _topic_of(generation: Generation, user: AbstractUser) -> dict[str, int]:
    page = generation.page and generation.page.specific
    if isinstance(page, PicturePage):
        page = page.get_parent().specific
    return {"topic": page.pk} if isinstance(page, TopicPage) and may_add_to(user, page) else {}

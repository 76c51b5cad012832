"""Using presets, and making them of what is in the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from sd_bridge.access import may_generate
from sd_bridge.models import Preset, PresetQuerySet
from sd_bridge.models.preset_parameters import PARAMETERS
from sd_bridge.refusals import InvalidRequest, NotAllowed
from sd_bridge.slots import read_template

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

MODEL_FIELDS = ("model", "hires_model", "refiner")
_FIELD_OF = {"prompt_template": "prompt"}
_HASH = re.compile(r"\s*\[[0-9a-fA-F]+\]$")
_ENDING = re.compile(r"\.(?:safetensors|ckpt|pt|gguf|sft)$", re.IGNORECASE)


class PresetNotAllowed(NotAllowed):
    message = gettext_lazy("You may not change presets.")


def usable_by(user: AbstractUser | AnonymousUser) -> PresetQuerySet:
    """The published ones by name, for who may generate."""
    found = Preset.objects.usable().by_name()
    return found if may_generate(user) else found.none()


def live_version(preset: Preset) -> Preset:
    """What is published of it at this moment. Raises `InvalidRequest` if nothing is."""
    found = Preset.objects.usable().filter(pk=preset.pk).first()
    if found is None:
        raise InvalidRequest({"preset": _("This preset cannot be used any more.")})
    return found


def as_fields(preset: Preset) -> dict[str, Any]:
    """What the form takes over: the settings that are fixed, and the template with its slots.

    `prompt` is the template as it was written. `model` is also there where only one is allowed;
    `allowed_models` empty = every model.
    """
    fields = preset.parameters
    if "model" not in fields and len(preset.allowed_models) == 1:
        fields["model"] = preset.allowed_models[0]
    return {
        **fields,
        "id": preset.pk,
        "name": preset.name,
        "label": preset.label,
        "prompt": preset.prompt_template,
        "negative_prompt": preset.negative_prompt,
        "slots": read_template(preset.prompt_template).names,
        "allowed_models": list(preset.allowed_models),
    }


def fill(preset: Preset, slots: Mapping[str, str]) -> str:
    """The prompt; raises `InvalidRequest` with a sentence for each slot (`slot_<name>`) left."""
    template = read_template(preset.prompt_template)
    given = {name: " ".join(str(slots.get(name, "")).split()) for name in template.names}
    empty = [name for name, value in given.items() if not value]
    if empty:
        raise InvalidRequest(
            {f"slot_{name}": _("Fill in “%(slot)s”.") % {"slot": name} for name in empty}
        )
    return template.fill(given)


def check_models(preset: Preset, values: Mapping[str, Any]) -> None:
    """Raises `InvalidRequest` for a model that the preset does not allow, or none chosen."""
    allowed = {_bare(name) for name in preset.allowed_models}
    if not allowed:
        return
    asked = {name: str(values.get(name) or "") for name in MODEL_FIELDS}
    refused = [name for name, model in asked.items() if model and _bare(model) not in allowed]
    if not asked["model"]:
        refused.append("model")
    if refused:
        sentence = _("The preset “%(preset)s” allows only: %(models)s.") % {
            "preset": preset.name,
            "models": ", ".join(preset.allowed_models),
        }
        raise InvalidRequest(dict.fromkeys(refused, sentence))


def save_from_fields(
    user: AbstractUser, name: str, fields: Mapping[str, Any], preset: Preset | None = None
) -> Preset:
    """The form's values as a new preset, or as a new version of `preset`, which may be renamed.

    `prompt` is the template: names in braces are slots. Published at once by who may publish, else
    a draft. Raises `NotAllowed` or `InvalidRequest` (keys: `name` and those of the form).
    """
    try:
        with transaction.atomic():
            _require(user, "change" if preset else "add")
            draft = _draft_of(preset, user) if preset else Preset()
            draft.name = " ".join(name.split())
            _take_over(draft, fields)
            draft.full_clean()
            return _stored(draft, user, is_new=preset is None)
    except ValidationError as error:
        raise InvalidRequest(_sentences(error)) from error
    except IntegrityError as error:  # somebody else was faster
        raise InvalidRequest({"name": _("There is a preset of this name.")}) from error


@transaction.atomic
def delete(user: AbstractUser, preset: Preset) -> None:
    """Delete it with its versions. Raises `NotAllowed` or `InvalidRequest`."""
    _require(user, "delete")
    found = _unlocked(preset, user)
    log(instance=found, action="wagtail.delete", user=user)
    found.delete()


def _require(user: AbstractUser, action: str) -> None:
    if not (may_generate(user) and user.has_perm(f"sd_bridge.{action}_preset")):
        raise PresetNotAllowed


def _draft_of(preset: Preset, user: AbstractUser) -> Preset:
    """Its row, with the changes that are not published yet."""
    return _unlocked(preset, user).get_latest_revision_as_object()


def _unlocked(preset: Preset, user: AbstractUser) -> Preset:
    """The row, held until the transaction ends, where nobody has locked it against `user`."""
    found = Preset.objects.select_for_update().filter(pk=preset.pk).first()
    if found is None:
        raise InvalidRequest({"preset": _("This preset has been deleted.")})
    lock = found.get_lock()
    if lock is not None and lock.for_user(user):
        raise InvalidRequest({"preset": _("This preset is locked.")})
    return found


def _take_over(preset: Preset, fields: Mapping[str, Any]) -> None:
    preset.prompt_template = fields.get("prompt") or ""
    preset.negative_prompt = fields.get("negative_prompt") or ""
    empty = Preset()
    for column in PARAMETERS:
        value = None if _is_idle(column, fields) else fields.get(column)
        setattr(preset, column, getattr(empty, column) if value is None else value)
    preset.format = str(preset.format)
    preset.styles = list(preset.styles)


def _is_idle(column: str, fields: Mapping[str, Any]) -> bool:
    """Whether a value means nothing because what it belongs to is switched off."""
    return any(
        column.startswith(part) and not fields.get(switch)
        for part, switch in (("hires_", "hires_upscaler"), ("refiner", "refiner"))
    )


def _stored(preset: Preset, user: AbstractUser, *, is_new: bool) -> Preset:
    if is_new:
        preset.live = False
        preset.has_unpublished_changes = True
        preset.save()
        log(instance=preset, action="wagtail.create", user=user)
    revision = preset.save_revision(user=user, log_action=not is_new)
    if user.has_perm("sd_bridge.publish_preset"):
        revision.publish(user=user)
    return Preset.objects.get(pk=preset.pk)


def _sentences(error: ValidationError) -> dict[str, str]:
    found = error.message_dict if hasattr(error, "error_dict") else {"name": error.messages}
    return {_FIELD_OF.get(name, name): " ".join(texts) for name, texts in found.items()}


def _bare(model: str) -> str:
    """A model's name without folder, ending and hash: engines differ in what they add."""
    name = _HASH.sub("", model.strip()).replace("\\", "/").rpartition("/")[2]
    return _ENDING.sub("", name).casefold()

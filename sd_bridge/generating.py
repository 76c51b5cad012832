"""Asking for pictures, and what can be done with the request while it waits and runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from sd_bridge import engine_registry, limits, presets, result_files, states
from sd_bridge.access import may_generate, may_see
from sd_bridge.assembling import Kind, assemble, names_for, refused
from sd_bridge.engine_choice import candidates, check_offered, usual_sampler
from sd_bridge.engines.asking import Request
from sd_bridge.engines.errors import RequestInvalid
from sd_bridge.models import Generation, GenerationRules, Preset, Result
from sd_bridge.models.asking import COLUMNS
from sd_bridge.queue_places import queue_position, queue_positions
from sd_bridge.refusals import AlreadyKept, InvalidRequest, NotAllowed, PageGone
from sd_bridge.sources import STYLE_COLUMNS, Material, Source, gone
from sd_bridge.tasks import run_next

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

__all__ = [
    "cancel_generation",
    "discard_result",
    "queue_position",
    "queue_positions",
    "request_generation",
    "run_again",
]


def request_generation(
    *,
    user: AbstractUser,
    page: Page | None = None,
    kind: str = Kind.TEXT,
    engine: str = "",
    source: Source | None = None,
    preset: Preset | None = None,
    slots: Mapping[str, str] | None = None,
    **fields: Any,
) -> Generation:
    """Put a request into the queue; asks no engine anything.

    `engine` "" = whichever can and is free. `fields` are those of `sd_bridge.engines.asking` for
    the kind, and `format`, which decides the size unless both sides (px) are given. With a
    `preset`, what is not given is the preset's, and without a prompt its template is filled with
    `slots`. The bytes of `source` are copied. Raises `GenerationError`; nothing is stored then.
    """
    if not may_generate(user, page):
        raise NotAllowed
    if kind not in Kind.values:
        raise InvalidRequest({"kind": _("Choose what is to be done.")})
    names = candidates(engine)
    material = _material(kind, source, user)
    style: dict[str, Any] = {"slots": dict(slots or {})}
    if preset is not None and kind in (Kind.TEXT, Kind.IMAGE):
        preset = presets.live_version(preset)
        fields = _with_preset(preset, slots or {}, fields, kind)
        style |= {
            "preset": preset,
            "preset_revision_id": preset.live_revision_id,
            "preset_label": preset.label,
        }
    if kind in (Kind.TEXT, Kind.IMAGE) and not fields.get("sampler"):
        fields["sampler"] = usual_sampler(names)
    asking = assemble(kind, fields, material)
    if kind == Kind.UPSCALE and material is not None:
        style |= material.style
    return _checked_and_queued(
        asking, user=user, page=page, material=material, engine=engine, **style
    )


def run_again(*, generation: Generation, user: AbstractUser) -> Generation:
    """The same request once more, from the same source and for the same page.

    Its engine may meanwhile have been removed: then any may take it. Raises `GenerationError`.
    """
    if not (may_generate(user, generation.page) and may_see(user, generation)):
        raise NotAllowed
    names = engine_registry.engine_names()
    is_bound = not generation.any_engine and generation.engine in names
    source = Source.from_generation(generation) if generation.has_source else None
    material = _material(generation.kind, source, user)
    style = {name: getattr(generation, name) for name in (*STYLE_COLUMNS, "slots")}
    if generation.preset is not None and generation.kind != Kind.UPSCALE:
        live = presets.live_version(generation.preset)
        presets.check_models(live, {**generation.settings, "model": generation.model})
    asking = Generation(
        **{name: getattr(generation, name) for name in (*COLUMNS, "kind", "format", "settings")}
    )
    return _checked_and_queued(
        asking,
        user=user,
        page=generation.page,
        material=material,
        engine=generation.engine if is_bound else "",
        run_again_of=generation,
        **style,
    )


def cancel_generation(*, generation: Generation, user: AbstractUser) -> Generation:
    """A waiting one ends at once; a running one is ended by its worker; others stay as they are."""
    if not may_see(user, generation):
        raise NotAllowed
    if not states.cancel_waiting(generation):
        states.ask_to_cancel(generation)
    generation.refresh_from_db()
    return generation


def discard_result(*, result: Result, user: AbstractUser) -> None:
    """Remove its file; a second time changes nothing. Raises `AlreadyKept`, `NotAllowed`."""
    if not may_see(user, result.generation):
        raise NotAllowed
    with transaction.atomic():
        locked = Result.objects.select_for_update().filter(pk=result.pk).first()
        if locked is None or locked.is_discarded:
            return
        if locked.is_kept:
            raise AlreadyKept
        result_files.remove_when_committed([locked.file.name])
        locked.file = ""
        locked.discarded_at = timezone.now()
        locked.save(update_fields=["file", "discarded_at"])


def _material(kind: str, source: Source | None, user: AbstractUser) -> Material | None:
    if kind == Kind.TEXT:
        return None
    if source is None:
        raise gone()
    return source.read(user)


def _with_preset(
    preset: Preset, slots: Mapping[str, str], fields: dict[str, Any], kind: str
) -> dict[str, Any]:
    """Raises `InvalidRequest` for an empty slot or a model that the preset does not allow."""
    given = {name: value for name, value in fields.items() if value is not None}
    known = names_for(kind) - {"prompt"}
    if "format" in given:  # another shape than the preset's has another size
        known -= {"width", "height"}
    usual = {name: value for name, value in presets.as_fields(preset).items() if name in known}
    filled = {**usual, **given}
    if not str(filled.get("prompt", "")).strip():
        filled["prompt"] = presets.fill(preset, slots)
    if not filled.get("model"):
        filled["model"] = usual.get("model", "")
    presets.check_models(preset, filled)
    return filled


def _checked_and_queued(
    asking: Generation,
    *,
    user: AbstractUser,
    page: Page | None,
    material: Material | None,
    engine: str,
    **more: Any,
) -> Generation:
    """Everything that can be said without an engine is said before; then it waits."""
    for name, value in more.items():
        setattr(asking, name, value)
    asking.requested_by_id, asking.page_id = user.pk, page.pk if page else None
    asking.engine, asking.any_engine = engine, not engine
    site = limits.rules()
    limits.check_request(asking, site)
    check_offered(_request_of(asking, material), candidates(engine))
    if material is None:
        return _queue(asking, user, page, site)
    for name, value in material.origin.items():
        setattr(asking, name, value)
    asking.source_recipe = material.recipe.as_json()
    name = result_files.write_source(asking.uuid.hex, material.data, material.extension)
    asking.source_file.name = name
    try:
        return _queue(asking, user, page, site)
    except BaseException:
        result_files.remove([name])
        raise


def _request_of(asking: Generation, material: Material | None) -> Request:
    try:
        return asking.as_request(material.data if material else None)
    except RequestInvalid as error:  # of one asked for when the bounds were others
        raise refused(error) from error


def _queue(
    asking: Generation, user: AbstractUser, page: Page | None, site: GenerationRules
) -> Generation:
    with transaction.atomic():
        # The lock makes two requests of one editor count one after the other.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        limits.check_share(user, asking, site)
        if page is not None and not Page.objects.filter(pk=page.pk).exists():
            raise PageGone
        asking.save(force_insert=True)
        # Should this fail, the scheduler finds the row waiting and wakes a worker.
        transaction.on_commit(run_next.enqueue, robust=True)
    return asking

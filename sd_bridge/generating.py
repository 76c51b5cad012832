"""Asking for pictures, and what can be done with the request while it waits and runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from pictures.formats import PictureFormat
from sd_bridge import engine_registry, states
from sd_bridge.access import may_generate, may_see
from sd_bridge.engines.asking import RANDOM_SEED, TextToImage
from sd_bridge.engines.errors import EngineRefused, RequestInvalid
from sd_bridge.models import Generation, Result
from sd_bridge.refusals import (
    AlreadyKept,
    InvalidRequest,
    NoEngine,
    NotAllowed,
    PageGone,
    TooManyWaiting,
)
from sd_bridge.result_files import remove_when_committed
from sd_bridge.tasks import run_next

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

MAX_WAITING = 20  # requests of one editor
DEFAULT_SAMPLER = "Euler a"  # every WebUI knows it
REQUEST_FIELDS = (
    "prompt",
    "negative_prompt",
    "format",
    "width",
    "height",
    "count",
    "steps",
    "cfg_scale",
    "sampler",
    "scheduler",
    "model",
    "seed",
)
_FIELD_OF = {
    "unknown_sampler": "sampler",
    "unknown_scheduler": "scheduler",
    "unknown_model": "model",
    "unknown_lora": "prompt",
}


def request_generation(
    *,
    user: AbstractUser,
    page: Page,
    prompt: str,
    negative_prompt: str = "",
    format: str = PictureFormat.PORTRAIT,
    count: int = 1,
    steps: int = 20,
    cfg_scale: float = 7.0,
    sampler: str = "",
    scheduler: str = "",
    model: str = "",
    seed: int = RANDOM_SEED,
    engine: str = "",
    width: int | None = None,
    height: int | None = None,
) -> Generation:
    """Put a request into the queue of `engine` ("" = the first one); asks the engine nothing.

    `format` decides the size unless both sides (px) are given. Raises `GenerationError`.
    """
    name = _engine_named(engine)
    if not may_generate(user, page):
        raise NotAllowed
    if format not in PictureFormat.values:
        raise InvalidRequest({"format": _("Choose one of the five formats.")})
    if width is None or height is None:
        width, height = PictureFormat(format).generation_size
    fields = {
        "prompt": prompt,
        "negative_prompt": negative_prompt,
        "width": width,
        "height": height,
        "count": count,
        "steps": steps,
        "cfg_scale": cfg_scale,
        "sampler": sampler or _usual_sampler(name),
        "scheduler": scheduler,
        "model": model,
        "seed": seed,
    }
    _check(fields, name)
    return _queue(user, page, engine=name, format=str(format), **fields)


def run_again(*, generation: Generation, user: AbstractUser) -> Generation:
    """The same request once more, on the same page. Raises `GenerationError`."""
    if generation.page is None:
        raise PageGone
    if not may_generate(user, generation.page):
        raise NotAllowed
    fields: dict[str, Any] = {field: getattr(generation, field) for field in REQUEST_FIELDS}
    names = engine_registry.engine_names()
    name = _engine_named(generation.engine if generation.engine in names else "")
    _check({key: value for key, value in fields.items() if key != "format"}, name)
    return _queue(user, generation.page, engine=name, run_again_of=generation, **fields)


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
        remove_when_committed([locked.file.name])
        locked.file = ""
        locked.discarded_at = timezone.now()
        locked.save(update_fields=["file", "discarded_at"])


def queue_position(generation: Generation) -> int | None:
    """1 = the next one on its engine; None when it does not wait."""
    if generation.state != Generation.State.QUEUED:
        return None
    ahead = Generation.objects.waiting().filter(engine=generation.engine, pk__lt=generation.pk)
    return ahead.count() + 1


def queue_positions(generations: Iterable[Generation]) -> dict[int, int]:
    """Position by primary key, of those that wait; one query however many are asked about."""
    wanted = {item.pk: item.engine for item in generations if item.state == item.State.QUEUED}
    if not wanted:
        return {}
    positions: dict[int, int] = {}
    counted: dict[str, int] = {}
    waiting = Generation.objects.waiting().filter(engine__in=set(wanted.values()))
    for pk, name in waiting.oldest_first().values_list("pk", "engine"):
        counted[name] = counted.get(name, 0) + 1
        if pk in wanted:
            positions[pk] = counted[name]
    return positions


def _engine_named(name: str) -> str:
    names = engine_registry.engine_names()
    if not names:
        raise NoEngine
    if name and name not in names:
        raise InvalidRequest({"engine": _("This picture engine is not set up.")})
    return name or names[0]


def _usual_sampler(name: str) -> str:
    lists = engine_registry.known_lists(name)
    known = [sampler.name for sampler in lists.samplers] if lists else []
    return known[0] if known and DEFAULT_SAMPLER not in known else DEFAULT_SAMPLER


def _check(fields: dict[str, Any], name: str) -> None:
    """Against the bounds, and against the engine's lists where they are known.

    Where they are not, the worker finds out: a request never waits for an engine.
    """
    try:
        request = TextToImage(**fields)
        lists = engine_registry.known_lists(name)
        if lists is not None:
            engine_registry.engine(name).check(request, lists)
    except RequestInvalid as error:
        raise InvalidRequest(error.fields) from error
    except EngineRefused as error:
        raise InvalidRequest({_FIELD_OF.get(error.code, "engine"): error.sentence}) from error


def _queue(user: AbstractUser, page: Page, **fields: Any) -> Generation:
    with transaction.atomic():
        # The lock makes two requests of one editor count one after the other.
        get_user_model().objects.select_for_update().get(pk=user.pk)
        if Generation.objects.waiting().by(user).count() >= MAX_WAITING:
            raise TooManyWaiting(MAX_WAITING)
        if not Page.objects.filter(pk=page.pk).exists():
            raise PageGone
        generation = Generation.objects.create(requested_by_id=user.pk, page_id=page.pk, **fields)
        # Should this fail, the scheduler finds the row waiting and wakes a worker.
        transaction.on_commit(run_next.enqueue, robust=True)
    return generation

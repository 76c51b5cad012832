"""What webhooks are told of generations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outbox.events import event_kind
from pictures.addresses import absolute
from sd_bridge.models import Generation

FINISHED = event_kind("generation.finished", _("A generation finished, failed or was cancelled"))
API = "/api/v1/generations/{}"


def tell_finished(pk: int, results: int) -> None:
    """Called in the transaction that ends it. Neither prompt nor name: ids only."""
    FINISHED.tell(partial(_facts, pk, results))


def _facts(pk: int, results: int) -> Iterator[dict[str, Any]]:
    generation = Generation.objects.get(pk=pk)
    yield {
        "id": str(generation.uuid),
        "api_url": absolute(API.format(generation.uuid)),
        "state": generation.state,
        "results": results,
        "requested_by": generation.requested_by_id,
        "error": generation.error_code or None,
    }

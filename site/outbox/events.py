"""Events that webhooks are told of. One line makes another kind:

    PUBLISHED = event_kind("picture.published", _("A picture was published"), is_true=_is_public)

and whoever makes it happen calls `PUBLISHED.tell(facts)` in the transaction of what it tells.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.models import Webhook, WebhookDelivery
from outbox.tasks import call_webhook

Facts = Mapping[str, Any]
KINDS: dict[str, EventKind] = {}


def _always(facts: Facts) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class EventKind:
    """`label` is for people; `is_true` is asked of the facts right before each delivery."""

    name: str
    label: Any
    is_true: Callable[[Facts], bool] = _always

    def tell(self, facts: Callable[[], Iterable[Facts]]) -> int:
        """Put one delivery for each of `facts` and each webhook that listens; how many.

        Part of the caller's transaction, sent after it. `facts` is only called if somebody listens;
        what it gives is public for whoever reads the receiver's log: ids, addresses, no e-mail.
        """
        webhooks = Webhook.objects.listening_to(self.name)
        return _put(self.name, webhooks, list(facts())) if webhooks else 0


def event_kind(name: str, label: Any, *, is_true: Callable[[Facts], bool] = _always) -> EventKind:
    """Register a kind of event: `thing.happened`. Called when Django starts."""
    KINDS[name] = EventKind(name, label, is_true)
    return KINDS[name]


TEST = EventKind("webhook.test", _("Test"))  # nobody chooses it


def send_test(webhook: Webhook) -> WebhookDelivery:
    """A delivery that says nothing but that it is one; also to a webhook that is switched off."""
    _put(TEST.name, [webhook], [{"webhook": webhook.name}])
    return webhook.deliveries.latest("pk")


def _put(name: str, webhooks: Iterable[Webhook], facts: list[Facts]) -> int:
    now = timezone.now()
    moment = now.astimezone(UTC).isoformat().replace("+00:00", "Z")
    rows = []
    for each in facts:
        body = json.dumps({"type": name, "timestamp": moment, "data": each}, ensure_ascii=False)
        message_id = f"msg_{secrets.token_hex(16)}"
        rows += [
            WebhookDelivery(
                webhook=webhook, message_id=message_id, event=name, body=body, next_try_at=now
            )
            for webhook in webhooks
        ]
    WebhookDelivery.objects.bulk_create(rows, batch_size=400)
    for pk in {row.webhook_id for row in rows}:
        # The scheduler finds them too, should this never run.
        transaction.on_commit(partial(call_webhook.enqueue, pk), robust=True)
    return len(rows)


def is_still_true(delivery: WebhookDelivery) -> bool:
    """Whether what it tells may be told now: the picture may have been withdrawn meanwhile."""
    if delivery.event == TEST.name:
        return True
    kind = KINDS.get(delivery.event)
    facts = json.loads(delivery.body)["data"]
    return delivery.webhook.is_active and (kind is None or kind.is_true(facts))

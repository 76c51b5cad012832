"""Handing events to the receivers of webhooks: one POST each, again until one says 2xx."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Min
from django.utils import timezone

from outbox.asking import Line, Rules, in_time
from outbox.attempting import Outcome, attempt, attempt_due, unless_away
from outbox.events import is_still_true
from outbox.models import MessageState, StopReason, WebhookDelivery
from outbox.models.webhook_delivery import KEPT, MAX_EXCERPT
from outbox.signing import signature_of
from outbox.stopping import stop
from outbox.web_addresses import WebError, place_of

ANY_PORT = range(1, 65536)
SECONDS = 10.0  # for one delivery, all together
MAX_ANSWER = 2048  # bytes that are looked at
ANSWER_SECONDS = 1.0  # for them, once the receiver has said how it went
ROUND_SECONDS = 30.0  # for one receiver in one round
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    excerpt: str

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def rules() -> Rules:
    return Rules(
        ports=ANY_PORT, seconds=SECONDS, private_hosts=frozenset(settings.WEBHOOK_PRIVATE_HOSTS)
    )


def call(delivery_id: int) -> Outcome:
    """Send one, if it is due and no other worker has it. Failures are noted, not raised."""
    rows = WebhookDelivery.objects.select_related("webhook")
    return attempt(rows.filter(pk=delivery_id).first(), is_wanted=is_still_true, send=_try)


def _try(delivery: WebhookDelivery) -> Outcome:
    post = partial(_post, delivery.webhook.url, _headers(delivery), delivery.body.encode())
    begun = time.monotonic()
    try:
        answer = in_time(rules(), post)
    except WebError as error:
        _failed(delivery, str(error), status_code=None, answer="", milliseconds=_since(begun))
        return Outcome.AWAY
    facts = {
        "status_code": answer.status,
        "answer": answer.excerpt,
        "milliseconds": _since(begun),
    }
    if answer.is_success:
        delivery.note_sent(**facts)
        delivery.webhook.note_success()
        return Outcome.SENT
    _failed(delivery, f"HTTP {answer.status}", is_final=answer.status == GONE, **facts)
    return Outcome.REFUSED


def _since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


def _headers(delivery: WebhookDelivery) -> dict[str, str]:
    name, now = delivery.message_id, int(time.time())
    secrets = delivery.webhook.secrets()
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": f"{now}",
        "webhook-signature": signature_of(secrets, name, now, delivery.body.encode()),
    }


def _post(url: str, headers: dict[str, str], body: bytes, line: Line) -> Answer:
    """In a thread of its own, away from the database."""
    place = place_of(url, ports=line.rules.ports)
    with line.ask(place, "POST", headers, body) as response:
        line.be_patient(ANSWER_SECONDS)
        try:
            beginning = response.read1(MAX_ANSWER)
        except OSError:  # what counts has been said
            beginning = b""
        return Answer(response.status, _excerpt(beginning))


def _excerpt(raw: bytes) -> str:
    """A line that every database and page can hold."""
    text = raw.decode(errors="replace")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MAX_EXCERPT]


def _failed(
    delivery: WebhookDelivery, error: str, *, is_final: bool = False, **facts: object
) -> None:
    delivery.note_failure(error, is_final=is_final, **facts)
    webhook = delivery.webhook
    webhook.note_failing()
    if is_final:
        stop(webhook, StopReason.GONE)
    elif delivery.state == MessageState.FAILED:
        webhook.refresh_from_db()
        if webhook.has_failed_long():
            stop(webhook, StopReason.FAILING)


def call_due_of(webhook_id: int) -> Outcome:
    """Send what is due to one receiver, while it can be reached and for half a minute at most."""
    return attempt_due(
        WebhookDelivery.objects.filter(webhook=webhook_id), call, seconds=ROUND_SECONDS
    )[1]


def call_now(webhook_id: int) -> Outcome:
    """What the task does: leaves it to the scheduler while the receiver is known to be away."""
    return unless_away(f"outbox:away:{webhook_id}", partial(call_due_of, webhook_id))


def call_due() -> None:
    """One receiver after the other, who has waited longest first: none holds up the others long."""
    due = WebhookDelivery.objects.due(timezone.now()).order_by()
    waiting = due.values_list("webhook").annotate(first=Min("next_try_at")).order_by("first")
    for webhook_id, _first in list(waiting):
        call_due_of(webhook_id)


def forget_old_deliveries() -> int:
    """Delete what is a month old, whatever became of it; how many."""
    return WebhookDelivery.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]

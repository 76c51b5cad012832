from outbox.models.attempt import Attempt, AttemptQuerySet, MessageState
from outbox.models.message import LEASE, MAX_SUBJECT, RETRY_AFTER, Message
from outbox.models.webhook import StopReason, Webhook, WebhookQuerySet
from outbox.models.webhook_delivery import WebhookDelivery

__all__ = [
    "LEASE",
    "MAX_SUBJECT",
    "RETRY_AFTER",
    "Attempt",
    "AttemptQuerySet",
    "Message",
    "MessageState",
    "StopReason",
    "Webhook",
    "WebhookDelivery",
    "WebhookQuerySet",
]

"""Work of the `default` queue."""

from django_tasks import task


@task(queue_name="default")
def deliver_message(message_id: int) -> str:
    """Send one message; what became of it."""
    from outbox.delivering import deliver_now

    return deliver_now(message_id).value


@task(queue_name="default")
def call_webhook(webhook_id: int) -> str:
    """Send what is due to one webhook; the last outcome."""
    from outbox.calling import call_now

    return call_now(webhook_id).value

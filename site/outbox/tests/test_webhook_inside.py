"""No webhook leads to a place inside that the operator has not named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from outbox.calling import call_due
from outbox.models import MessageState, Webhook, WebhookDelivery
from outbox.tests.inside import MACHINE
from outbox.tests.web_servers import Canary

pytestmark = pytest.mark.same_everywhere


@pytest.fixture
def canary() -> Iterator[Canary]:
    canary = Canary()
    yield canary
    canary.close()


def send_to(url: str, happened) -> WebhookDelivery:
    Webhook.objects.create(name="Inside", url=url, events=["thing.happened"])
    happened.tell(lambda: [{"id": 1}])
    call_due()
    return WebhookDelivery.objects.get()


@pytest.mark.django_db
class TestInside:
    # What has no port of the canary's would ask a resolver of the web.
    @pytest.mark.parametrize("form", [each for each in MACHINE if "public.test" not in each])
    def test_is_never_asked(self, outbox, canary, happened, form):
        delivery = send_to(form.replace("{port}", f"{canary.port}")[:2000], happened)
        assert delivery.state == MessageState.WAITING
        assert delivery.error.partition(":")[0] in {"address", "closed", "unreachable"}
        assert canary.hits == 0

    def test_is_asked_where_the_operator_names_the_host(self, outbox, canary, happened):
        outbox.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
        send_to(f"http://localhost:{canary.port}/", happened)
        assert canary.hits > 0

    def test_is_not_opened_by_another_name_of_that_host(self, outbox, canary, happened):
        outbox.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
        send_to(f"http://127.0.0.1:{canary.port}/", happened)
        assert canary.hits == 0

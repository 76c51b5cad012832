"""Signatures are those of the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest
import standardwebhooks

from outbox.calling import call_due
from outbox.models import Webhook, WebhookDelivery
from outbox.models.webhook import OLD_SECRET_KEPT
from outbox.signing import new_salt, secret_of, signature_of
from outbox.tests.web_servers import Web


def signed(receiver: Web) -> tuple[bytes, dict[str, str]]:
    """What the receiver got last, its headers in small letters."""
    headers, body = receiver.posted[-1]
    return body, {name.lower(): value for name, value in headers.items()}


class TestSignature:
    def test_is_the_one_of_the_specifications_example(self):
        found = signature_of(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            b'{"test": 2432232314}',
        )
        assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def test_is_verified_by_what_the_specification_says(self, receiver, webhook, happened):
        secret = webhook.reveal()
        happened.tell(lambda: [{"id": 1, "title": "등대"}])
        call_due()
        body, headers = signed(receiver)
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
        key = base64.b64decode(secret.split("_")[1])
        digest = hmac.new(key, content.encode(), hashlib.sha256).digest()
        assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"

    def test_is_verified_by_the_library_of_the_specification(self, receiver, webhook, happened):
        secret = webhook.reveal()
        happened.tell(lambda: [{"title": "등대"}])
        call_due()
        body, headers = signed(receiver)
        payload = standardwebhooks.Webhook(secret).verify(body, headers)
        assert (payload["type"], payload["data"]) == ("thing.happened", {"title": "등대"})
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(secret).verify(body + b" ", headers)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(secret_of(new_salt())).verify(body, headers)


class TestSecret:
    def test_has_the_form_that_receivers_expect(self):
        secret = secret_of(new_salt())
        assert secret.startswith("whsec_")
        assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32

    def test_is_not_in_the_database(self, webhook):
        row = Webhook.objects.values().get()
        key = secret_of(webhook.salt).removeprefix("whsec_")
        assert not any(key in str(value) for value in row.values())

    def test_follows_from_the_key_of_the_site(self, settings):
        salt = new_salt()
        before = secret_of(salt)
        settings.SECRET_KEY = "another"
        assert secret_of(salt) != before

    def test_is_shown_once_until_it_is_renewed(self, webhook):
        first = webhook.reveal()
        assert first == secret_of(webhook.salt)
        assert webhook.reveal() == ""
        webhook.renew_secret()
        assert webhook.reveal() not in ("", first)

    def test_signs_beside_the_new_one_for_a_day(self, receiver, webhook, happened):
        old = webhook.reveal()
        webhook.renew_secret()
        new = webhook.reveal()
        happened.tell(lambda: [{"id": 1}])
        call_due()
        body, headers = signed(receiver)
        assert len(headers["webhook-signature"].split()) == 2
        for secret in (old, new):
            assert standardwebhooks.Webhook(secret).verify(body, headers)["data"] == {"id": 1}

    def test_no_longer_signs_after_that_day(self, receiver, webhook, happened):
        old = webhook.reveal()
        webhook.renew_secret()
        Webhook.objects.update(old_until=webhook.old_until - OLD_SECRET_KEPT)
        happened.tell(lambda: [{"id": 1}])
        call_due()
        body, headers = signed(receiver)
        with pytest.raises(standardwebhooks.WebhookVerificationError):
            standardwebhooks.Webhook(old).verify(body, headers)
        assert WebhookDelivery.objects.get().state == "sent"

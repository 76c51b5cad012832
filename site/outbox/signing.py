"""Signatures of webhooks, after the Standard Webhooks specification, and their secrets.

A secret is not stored: it follows from the site's `SECRET_KEY` and a random salt of the webhook.
Why: docs/decisions/0021.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from hashlib import sha256
from secrets import token_hex

from django.utils.crypto import salted_hmac

SALT_BYTES = 24
PREFIX = "whsec_"
_PURPOSE = "outbox.webhook.secret"


def new_salt() -> str:
    return token_hex(SALT_BYTES)


def secret_of(salt: str) -> str:
    """As a receiver is given it: `whsec_` and 32 bytes in base64."""
    key = salted_hmac(_PURPOSE, salt, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(key).decode()


def signature_of(secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one signature a secret, with spaces between."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    keys = (base64.b64decode(secret.removeprefix(PREFIX)) for secret in secrets)
    digests = (hmac.digest(key, signed, sha256) for key in keys)
    return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)

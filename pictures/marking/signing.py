"""C2PA: what the mark says, signed with the operator's certificate, where one is configured.

A file is signed when it is made or when its mark is exchanged, never when it is only read. A file
that cannot be signed is handed out with its mark all the same; `UNSIGNED` tells its row apart.
"""

from __future__ import annotations

import io
import json
import logging
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from PIL import Image

from pictures.marking.packet import fingerprint, packet
from pictures.marking.statement import SOURCE_TYPES, Statement

UNSIGNED = "!"
"""What the fingerprint of a file begins with that should be signed and is not."""

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
}
_SETTINGS = {
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {
        "verify_after_sign": True,  # a key of another certificate shows nowhere else
        "verify_trust": False,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    },
}

logger = logging.getLogger(__name__)


class SigningError(Exception):
    """The sentence of the library, which names no key."""


def is_signed(statement: Statement) -> bool:
    """Whether files that say this are to be signed.

    Where nobody knows how a picture came into being there is nothing that could be signed for: a
    manifest has to say so.
    """
    return bool(settings.C2PA and statement.source_type)


def mark_of(statement: Statement) -> str:
    """What tells files with this mark, and this signature, from others: 16 hex digits."""
    plain = fingerprint(packet(statement))
    if not is_signed(statement):
        return plain
    told: dict[str, str] = settings.C2PA or {}
    signature = (told[name] for name in ("certificate", "algorithm", "timestamp_url"))
    return fingerprint("\n".join([plain, *signature]).encode())


def sealed(data: bytes, content_type: str, statement: Statement) -> tuple[bytes, str]:
    """The file, signed where it should be, and its fingerprint; a failure is logged."""
    wanted = mark_of(statement)
    if not is_signed(statement):
        return data, wanted
    try:
        return signed(data, content_type, statement), wanted
    except SigningError:
        logger.exception("A file could not be signed; it is handed out without a signature")
        return data, UNSIGNED + wanted[1:]


def signed(data: bytes, content_type: str, statement: Statement) -> bytes:
    """Raises `SigningError`."""
    target = io.BytesIO()
    try:
        c2pa = import_module("c2pa")
        context = c2pa.Context.from_dict(_SETTINGS)
        with signer() as key, c2pa.Builder.from_json(_manifest(statement), context) as builder:
            builder.sign(key, content_type, io.BytesIO(data), target)
    except (ImportError, OSError) as error:
        raise SigningError("c2pa-python is not installed") from error
    except Exception as error:
        if type(error).__module__.partition(".")[0] != "c2pa":
            raise
        raise SigningError(str(error)) from error
    return target.getvalue()


def signer() -> Any:
    """The library's signer; raises its `C2paError` where certificate and key are of no use."""
    c2pa = import_module("c2pa")
    told: dict[str, str] = settings.C2PA or {}
    info = c2pa.C2paSignerInfo(
        told["algorithm"].encode(),
        told["certificate"].encode(),
        told["private_key"].encode(),
        told["timestamp_url"].encode() or None,
    )
    return c2pa.Signer.from_info(info)


def _manifest(statement: Statement) -> str:
    """Nothing but what the mark says."""
    created = {"action": "c2pa.created", "digitalSourceType": statement.source_type}
    told = {
        "dc:creator": [statement.creator] if statement.creator else None,
        "dc:publisher": [statement.credit] if statement.credit else None,
        "dc:rights": statement.rights or None,
        "dc:source": statement.page_url or None,
        "xmpRights:WebStatement": statement.licence_url or None,
    }
    facts = {"@context": _SPACES, **{name: value for name, value in told.items() if value}}
    return json.dumps(
        {
            "claim_generator_info": [{"name": "HKPictures"}],
            "assertions": [
                {"label": "c2pa.actions", "data": {"actions": [created]}},
                {"label": "cawg.metadata", "data": facts},
            ],
        }
    )


@register("files")
def check_signing(**_: Any) -> list[CheckMessage]:
    """Whether a file can be signed with what is configured; tried on a small one."""
    if not settings.C2PA:
        return []
    small = io.BytesIO()
    Image.new("RGB", (16, 16)).save(small, "PNG")
    try:
        signed(small.getvalue(), "image/png", Statement(True, SOURCE_TYPES["trained"]))
    except SigningError as error:
        hint = "See docs/provenance.md: requirements-c2pa.txt, C2PA_CERTIFICATE, C2PA_PRIVATE_KEY."
        return [Error(f"Public files cannot be signed: {error}", hint=hint, id="pictures.E001")]
    return []

"""What a user name may be, and one to begin with."""

from __future__ import annotations

import secrets
import unicodedata

from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Two words and a number: it tells nothing of its owner, unlike the beginning of an address.
WORDS = {
    "ko": (
        "고요한 따스한 푸른 느린 맑은 깊은 은은한 잔잔한 먼 작은".split(),
        "노을 안개 숲 물결 새벽 능선 달빛 바람 등불 호수".split(),
        "{first}{second}{number}",
    ),
    "en": (
        "quiet warm blue slow clear deep faint calm distant small".split(),
        "dusk mist forest ripple dawn ridge moon breeze lantern lake".split(),
        "{first}-{second}-{number}",
    ),
}
TRIES = 5


def refuse_address(name: str) -> None:
    """Somebody could take another's address for a name and confuse who logs in."""
    if "@" in name:
        raise ValidationError(_("A user name has no @. You can log in with your address anyway."))


VALIDATORS = [UnicodeUsernameValidator(), refuse_address]


def clean_username(name: str) -> str:
    """The same letters, however a keyboard wrote them."""
    return unicodedata.normalize("NFKC", name).strip()


def suggest_username() -> str:
    """A name that is free now, in the language of the page."""
    first, second, shape = WORDS.get(get_language() or "ko", WORDS["en"])
    users = get_user_model().objects
    name = ""
    for _try in range(TRIES):
        name = shape.format(
            first=secrets.choice(first),
            second=secrets.choice(second),
            number=10 + secrets.randbelow(990),
        )
        if not users.filter(username__iexact=name).exists():
            break
    return name

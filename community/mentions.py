"""Whom a comment names by `@nickname`.

A nickname may hold spaces and Hangul, so a name ends where the longest existing nickname does:
`@해인 님`, `@해인님도` and `@Hae In, look` all name somebody, `mail@example.com` nobody.
"""

from __future__ import annotations

import re

from django.db import connection

from community.models import Comment, Mention, Profile
from community.nicknames import MAX_NICKNAME, MIN_NICKNAME, nickname_key

MOST = 10  # names a comment; more are plain text

_AT = re.compile(r"(?<![\w@/.])@(?=\S)")
# What Korean writes right behind a name.
_BEHIND = re.compile(
    r"(?:님|씨)?(?:들)?(?:께서|께|에게|한테|이랑|랑|하고|처럼|보다|부터|까지)?"
    r"(?:만|은|는|이|가|을|를|의|도|와|과|야|아|요|이요|이에요|예요)?(?!\w)"
)


def mentioned(text: str) -> dict[int, str]:
    """Ids of those whom `text` names, with the name as it was typed. One query, or none."""
    places = [_endings(text, match.end()) for match in _AT.finditer(text)][:MOST]
    if not any(places):
        return {}
    keys = {nickname_key(name) for names in places for name in names}
    ids = dict(
        Profile.objects.filter(nickname_key__in=keys, hidden_at=None).values_list(
            "nickname_key", "user_id"
        )
    )
    found: dict[int, str] = {}
    for names in places:  # the longest first
        name = next((name for name in names if nickname_key(name) in ids), None)
        if name is not None:
            found.setdefault(ids[nickname_key(name)], name)
    return found


def _endings(text: str, start: int) -> list[str]:
    """What may be a nickname at `start`, the longest first."""
    line = text[start : start + MAX_NICKNAME].partition("\n")[0]
    return [
        line[:length]
        for length in range(len(line), MIN_NICKNAME - 1, -1)
        if not line[length - 1].isspace() and _BEHIND.match(text, start + length)
    ]


def keep_mentions(comment: Comment, names: dict[int, str]) -> None:
    """Store whom `comment` names now, and nobody else."""
    Mention.objects.filter(comment=comment).exclude(user_id__in=names).delete()
    # MariaDB finds the row in the way by itself and refuses to be told.
    told = connection.features.supports_update_conflicts_with_target
    Mention.objects.bulk_create(
        [Mention(comment=comment, user_id=pk, nickname=name) for pk, name in names.items()],
        update_conflicts=True,
        update_fields=["nickname"],
        unique_fields=["comment", "user"] if told else None,
    )

"""Whether a mail is still wanted, asked right before its delivery.

Between the moment a mail is put and the moment a server takes it, hours may pass: its reader may
have blocked somebody, a picture may have been withdrawn. Whoever puts mails under keys that begin
with a word and a colon answers for them:

    @looks_again("digest")
    def look_again(message: Message) -> bool:
        # False: drop it. The words of `message` may be changed here.
"""

from __future__ import annotations

from collections.abc import Callable

from outbox.models import Message

Look = Callable[[Message], bool]
LOOKS: dict[str, Look] = {}


def looks_again(word: str) -> Callable[[Look], Look]:
    """Register who answers for the keys that begin with `word` and a colon."""

    def add(look: Look) -> Look:
        LOOKS[word] = look
        return look

    return add


def is_wanted(message: Message) -> bool:
    if message.user is not None and not message.user.is_active:
        return False
    look = LOOKS.get(message.key.partition(":")[0])
    return look is None or look(message)

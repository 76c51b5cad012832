"""Files of pictures: another one, links to them, and those that are there twice."""

from __future__ import annotations

from uuid import UUID

from tests.permissions.table import BOTH, GET, POST, Rule
from tests.permissions.topics import PUBLISHERS

NOT_WAITING = UUID(int=1)

FILES: dict[str, Rule] = {
    "replace:choose": BOTH(PUBLISHERS, PUBLISHERS).of(lambda s: [s.picture.pk]),
    # Nothing waits in the scene: editors are led back to where a file is chosen.
    "replace:compare": BOTH(PUBLISHERS, PUBLISHERS).of(lambda s: [s.picture.pk, NOT_WAITING]),
    "replace:waiting_thumbnail": GET("L---0000").of(lambda s: [s.picture.pk, NOT_WAITING]),
    # The image was never the picture's: a press is refused in a message.
    "replace:earlier": BOTH("L---0000", PUBLISHERS).of(lambda s: [s.picture.pk, s.image.pk]),
    "image_thumbnail": GET(PUBLISHERS).of(lambda s: [s.image.pk]),
    "make_signed_link": POST(PUBLISHERS).of(lambda s: [s.image.pk]),
    # Without a signature nobody is let in.
    "signed_original": GET("00000000").of(lambda s: [s.image.pk]),
    "duplicates:report": GET(PUBLISHERS),
    "duplicates:look": POST(PUBLISHERS),
    "duplicates:decide": POST(PUBLISHERS),
    "duplicates:merge": BOTH(PUBLISHERS, PUBLISHERS),
}

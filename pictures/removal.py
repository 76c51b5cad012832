"""Addresses where a picture was public once and is not any more.

Of one that is unpublished or expired the page itself tells; a deleted one leaves the hash of its
address behind. Nothing is said of pictures that were never public, whose image is hidden, or that
lie below a page that is not public itself.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from django.utils import timezone
from wagtail.models import Page

from pictures.models import PicturePage, Placement, RemovedAddress
from pictures.visibility import INDEX_LEVEL, is_public, topic_path

KEPT = timedelta(days=730)
SHALLOWEST, DEEPEST = 3, 8  # slugs below the home page; no picture lies elsewhere


@dataclass(frozen=True, slots=True)
class Removed:
    """`topic` is the nearest public topic above that still exists."""

    topic: Page | None


def find_removed(home: Page, path: str) -> Removed | None:
    """What the address `path` below `home` held; None where nothing may be said. Five queries."""
    slugs = unicodedata.normalize("NFC", path).strip("/").split("/")
    if not SHALLOWEST <= len(slugs) <= DEEPEST:
        return None
    ends = range(1, len(slugs) + 1)
    paths = [f"{home.url_path}{'/'.join(slugs[:end])}/" for end in ends]
    # By slug too: it has an index, the address has none.
    rows = Page.objects.filter(slug__in=slugs, url_path__in=paths).order_by("depth")
    found = {page.url_path: page for page in rows}
    own = found.pop(paths[-1], None)
    above = next(reversed(found.values()), home)
    if not (_was_shown(own) or _is_noted(paths[-1])) or not is_public(above):
        return None
    return Removed(topic=above if above.depth > INDEX_LEVEL else None)


def note_removal(picture: PicturePage) -> None:
    """Keep where a picture that is being deleted was to be seen, if it ever was."""
    is_listed = Placement.objects.filter(picture_id=picture.pk, listed_at__isnull=False).exists()
    if not is_listed:
        above = Page.objects.filter(path=topic_path(picture.path)).first()
        if not _was_shown(picture) or above is None or not is_public(above):
            return
    RemovedAddress.objects.update_or_create(key=_key(picture.url_path))


def forget_removal(url_path: str) -> None:
    """Something is published there again."""
    RemovedAddress.objects.filter(key=_key(url_path)).delete()


def forget_old_removals() -> None:
    RemovedAddress.objects.filter(removed_at__lt=timezone.now() - KEPT).delete()


def _was_shown(page: Page | None) -> bool:
    """Whether `page` is a picture that was published once, and that ended."""
    if page is None or page.first_published_at is None:
        return False
    is_over = page.expire_at is not None and page.expire_at <= timezone.now()
    has_ended = is_over or not page.live
    return (
        has_ended
        and page.specific_class is PicturePage
        and not page.get_view_restrictions().exists()
    )


def _is_noted(url_path: str) -> bool:
    return RemovedAddress.objects.filter(key=_key(url_path)).exists()


def _key(url_path: str) -> str:
    return blake2b(url_path.encode(), digest_size=16).hexdigest()

"""Slugs of pages: what the site's own addresses use is refused."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED_SLUGS = frozenset(
    "accounts admin api collections comments documents en feeds files ko livez me media metrics "
    "people pictures readyz robots.txt search sitemap.xml static tags".split()
)


def refuse_reserved_slug(slug: str) -> None:
    """Raise `ValidationError` on `slug` where a page would hide behind an address of the site."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(
            {
                "slug": _("“%(slug)s” is an address of the site itself. Choose another.")
                % {"slug": slug}
            }
        )


def free_slug(wanted: str) -> str:
    """`wanted`, or a variant of it that no address of the site uses."""
    return f"{wanted}-1" if wanted in RESERVED_SLUGS else wanted

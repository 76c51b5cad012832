"""Old addresses of pictures that lead to another one for good, in every language."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect

from pictures.addresses import page_address
from pictures.models import PicturePage


def redirect_to(picture: PicturePage, url_path: str) -> None:
    """Have the addresses of the page at `url_path` answer with 301 to `picture`.

    Wagtail asks for redirects only where nothing else answers.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            old = Redirect.normalise_path(page_address(url_path))
        values = {"redirect_page": picture, "redirect_link": "", "is_permanent": True}
        Redirect.objects.update_or_create(
            old_path=old, site=None, defaults={**values, "automatically_created": True}
        )

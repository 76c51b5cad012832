"""Waiting times as people say them."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def waiting(seconds: int) -> str:
    """A sentence: when it may be tried again. Rounded up, so that it is never too early."""
    if seconds < 60:
        number, words = seconds, ngettext(
            "Please try again in %(number)s second.",
            "Please try again in %(number)s seconds.",
            seconds,
        )  # fmt: skip
    elif seconds < 3600:
        number = -(-seconds // 60)
        words = ngettext(
            "Please try again in %(number)s minute.",
            "Please try again in %(number)s minutes.",
            number,
        )
    else:
        number = -(-seconds // 3600)
        words = ngettext(
            "Please try again in %(number)s hour.", "Please try again in %(number)s hours.", number
        )
    return words % {"number": number}


def refusal(*, is_known: bool) -> str:
    if is_known:
        return _("That was tried too often in a short time.")
    return _("We cannot check this at the moment.")

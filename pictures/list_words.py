"""`q` of a list: the words its pictures must hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from limits.checking import spend
from pictures.public_versions import watch
from pictures.searching import finding
from pictures.searching.asking import read
from pictures.searching.indexing import KEPT


@dataclass(frozen=True, slots=True)
class Words:
    """What was found, nothing where the address asks for no words; `notices` are for the reader."""

    found: finding.Found | None = None
    notices: tuple[str, ...] = ()


def read_words(request: HttpRequest, home_id: int) -> Words:
    """Three to five queries where words are asked for; raises `limits.checking.TooMany`."""
    text = request.GET.get("q", "")
    if not text.strip():
        return Words()
    asked = read(text)
    if not asked:
        return Words(notices=(_("There is no word in what you search for; it was left out."),))
    watch(request, KEPT, 0)
    spend("search", request)
    cut = (_("Your question is very long; its beginning was searched."),) if asked.is_cut else ()
    return Words(finding.find(asked.text, home_id), cut)

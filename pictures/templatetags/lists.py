"""What stands above a list: its orders, its filters, and the panel to choose them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pictures import facets
from pictures.browsing import CardPage
from pictures.colours import COLOURS
from pictures.facets import CAP
from pictures.formats import PictureFormat
from pictures.list_filters import Filter, Filters, colour_word, label_of
from pictures.list_orders import ALL, PERIODS

register = template.Library()

SIZES = (512, 768, 1024, 1536, 2048)


@dataclass(frozen=True, slots=True)
class Choice:
    """`number` is how many pictures it would leave, in words; unknown where empty."""

    value: str
    word: str
    url: str = ""
    is_here: bool = False
    number: str = ""
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    word: str
    url: str


@register.simple_tag
def sort_choices(page: CardPage) -> list[Choice]:
    here = page.order
    choices = []
    for sort, word in here.words().items():
        period = here.period if sort == "likes" or here.is_part else ALL
        url = page.address(replace(here, sort=sort, period=period))
        choices.append(Choice(sort, word, url, sort == here.sort))
    return choices


def period_word(period: str) -> str:
    return {
        "day": _("24 hours"),
        "week": _("7 days"),
        "month": _("30 days"),
        "year": _("One year"),
        "all": _("All time"),
    }[period]


@register.simple_tag
def period_choices(page: CardPage) -> list[Choice]:
    here = page.order
    return [
        Choice(
            name, period_word(name), page.address(replace(here, period=name)), name == here.period
        )
        for name in PERIODS
    ]


@register.simple_tag
def filter_chips(page: CardPage) -> list[Chip]:
    """What leaves pictures out, each with the address of the list without it."""
    chips = [Chip(_("Search"), page.words, page.without_words())] if page.words_are_filter else []
    chips += [
        Chip(label_of(one.name), one.word, page.address(filters=page.filters.without(one)))
        for one in page.filters
    ]
    if page.order.is_part:
        url = page.address(replace(page.order, period=ALL))
        chips.append(Chip(_("Published in"), period_word(page.order.period), url))
    return chips


@register.simple_tag
def unfiltered(page: CardPage) -> str:
    """The address of the whole list in the same order."""
    period = ALL if page.order.is_part else page.order.period
    return page.without_words(replace(page.order, period=period), Filters())


@register.simple_tag
def panel_address(page: CardPage) -> str:
    """Of the same list with the panel of filters above it."""
    address = page.address()
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'view': 'filters'})}"


@register.inclusion_tag("pictures/_filter_form.html")
def filter_form(page: CardPage) -> dict[str, object]:
    """The form; counting is asked for here, and nowhere else."""
    if page.scope is None:
        return {}
    found = facets.facets(page.scope, page.filters, page.order, page.only, said=page.said)
    chosen = {name: page.filters.named(name) for name in (*found.counts, "min_size", "topic", "by")}
    options = {name: _options(name, found, chosen[name]) for name in found.counts}
    return {
        "page": page,
        "total": _number(found.total) if found.total is not None else "",
        "is_none": found.total == 0,
        "is_whole": found.is_whole,
        "may_search": page.words_are_filter or not page.words,
        "formats": _all(
            [(one.value, str(one.label)) for one in PictureFormat], found, chosen, "format"
        ),
        "colours": _all(
            [(name, str(colour_word(name))) for name in COLOURS], found, chosen, "colour"
        ),
        "lists": [
            (name, label_of(name), options.get(name, []), bool(chosen.get(name)))
            for name in ("model", "sampler", "lora")
        ],
        "tags": [Choice(one.value, one.word, is_here=True) for one in page.filters.named("tag")]
        + [one for one in options.get("tag", []) if not one.is_here],
        "sizes": _sizes(page.filters.named("min_size")),
        "periods": [] if page.order.sort == "likes" else period_choices(page),
        "kept": [
            *([("q", page.words)] if page.words and not page.words_are_filter else []),
            *((one.name, one.value) for name in ("topic", "by") for one in chosen[name]),
            *([("sort", page.order.sort)] if page.order.sort != page.order.usual else []),
            *([("period", page.order.period)] if page.order.sort == "likes" else []),
        ],
    }


def _options(name: str, found: facets.Facets, chosen: list[Filter]) -> list[Choice]:
    counts = found.counts[name]
    here = {one.value: one.word for one in chosen}
    missing = [
        Choice(value, word, is_here=True) for value, word in here.items() if value not in counts
    ]
    listed = [
        Choice(value, found.tag_names.get(value, value), is_here=value in here, number=_number(n))
        for value, n in list(counts.items())[: facets.MOST]
    ]
    return [*missing, *listed]


def _all(
    names: list[tuple[str, str]], found: facets.Facets, chosen: dict[str, list[Filter]], name: str
) -> list[Choice]:
    """Every value there is; those that would leave nothing are told as such."""
    counts = found.counts.get(name)
    here = {one.value for one in chosen.get(name, [])}
    return [
        Choice(
            value,
            str(word),
            is_here=value in here,
            number="" if counts is None else _number(counts.get(value, 0)),
            is_empty=counts is not None and value not in counts,
        )
        for value, word in names
    ]


def _sizes(chosen: list[Filter]) -> list[Choice]:
    here = int(chosen[0].value) if chosen else 0
    sizes = sorted({*SIZES, here} - {0})
    return [
        Choice(str(side), _("%(side)s px or more") % {"side": side}, is_here=side == here)
        for side in sizes
    ]


def _number(number: int) -> str:
    shown = number_format(min(number, CAP), force_grouping=True)
    return f"{shown}+" if number > CAP else shown

"""What a list could be filtered by further, and how many pictures each filter would leave."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from django.core.cache import cache
from django.db.models import Count, Q, QuerySet
from taggit.models import Tag

from pictures.browsing import listed
from pictures.colours import COLOURS
from pictures.formats import PictureFormat
from pictures.list_filters import Filters, Scope, condition
from pictures.list_orders import Order
from pictures.models import PersonPlacement, Placement, TagPlacement, UsedLora
from pictures.time_limits import TooSlowError, time_limit

CAP = 1000  # more are not counted where nothing but the number is asked
MOST = 12  # values of one kind
SECONDS = 1.5
KEPT_SECONDS = 300

Counts = dict[str, int]


@dataclass(frozen=True, slots=True)
class Facets:
    """Numbers by value of each filter, the largest first; `total` is `CAP` + 1 where it is more.

    `is_whole` is false where counting took too long: what was not reached is empty or None.
    """

    total: int | None = None
    counts: dict[str, Counts] = field(default_factory=dict)
    tag_names: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """The list that is counted: `only` is what `said` leaves of it."""

    scope: Scope
    filters: Filters
    order: Order
    only: Q
    said: str

    def without(self, name: str) -> Counted:
        return replace(self, filters=self.filters.without_name(name))


def facets(scope: Scope, filters: Filters, order: Order, only: Q, *, said: str) -> Facets:
    """Kept for a few minutes, else seven queries; `said` tells one `only` from another."""
    asked = Counted(scope, filters, order, only, said)
    key = _key(asked)
    found = cache.get(key)
    if found is None:
        found = _count(asked)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _key(asked: Counted) -> str:
    period = asked.order.period if asked.order.is_part else ""
    said = repr((asked.scope, asked.filters.query(), period, asked.said))
    return f"facets-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _count(asked: Counted) -> Facets:
    counts: dict[str, Counts] = {}
    names: dict[str, str] = {}
    total = None
    try:
        with time_limit(SECONDS):
            rows = listed(asked.scope, asked.filters).filter(asked.order.members(), asked.only)
            total = rows[: CAP + 1].count()
        for name in ("model", "sampler", "format", "colour"):
            with time_limit(SECONDS):
                rows = _places(asked.without(name)).exclude(**{name: ""})
                counts[name] = _grouped(rows, name)
        with time_limit(SECONDS):
            used = UsedLora.objects.all()
            others = _inner(asked.without("lora"))
            if others is not None:
                used = used.filter(picture_id__in=others.values("picture_id"))
            counts["lora"] = _grouped(used, "name")
        with time_limit(SECONDS):
            counts["tag"], names = _tags(asked)
    except TooSlowError:
        return Facets(total, counts, names, is_whole=False)
    return Facets(total, counts, names)


def _grouped(rows: QuerySet, column: str) -> Counts:
    numbers = rows.order_by().values(column).annotate(number=Count("pk"))
    most = numbers.order_by("-number", column)[: max(MOST, len(COLOURS), len(PictureFormat))]
    return dict(most.values_list(column, "number"))


def _tags(asked: Counted) -> tuple[Counts, dict[str, str]]:
    """Of the tags that go together with those chosen."""
    scope, filters = asked.scope, asked.filters
    rows = TagPlacement.objects.filter(home_id=scope.home_id)
    inner = _inner(asked)
    if inner is not None:
        rows = rows.filter(picture_id__in=inner.values("picture_id"))
    known = {one.key for one in filters.named("tag")} | {scope.tag_id}
    numbers = rows.order_by().values("tag_id").annotate(number=Count("pk"))
    found = dict(
        numbers.order_by("-number", "tag_id").values_list("tag_id", "number")[: MOST + len(known)]
    )
    tags = {tag.pk: tag for tag in Tag.objects.filter(pk__in=list(found))}
    shown = [pk for pk in found if pk in tags and pk not in known][:MOST]
    return (
        {tags[pk].slug: found[pk] for pk in shown},
        {tags[pk].slug: tags[pk].name for pk in shown},
    )


def _inner(asked: Counted) -> QuerySet | None:
    """The pictures of the list; None where these are all of the site."""
    is_all = asked.scope == Scope(asked.scope.home_id) and not (
        asked.filters or asked.order.is_part or asked.only
    )
    return None if is_all else _places(asked)


def _places(asked: Counted) -> QuerySet:
    """The rows of the list that hold what is filtered by."""
    scope = asked.scope
    rows = Placement.objects.in_topic(scope.topic_id or scope.home_id).listed()
    only = asked.only
    if scope.tag_id:
        carried = TagPlacement.objects.filter(home_id=scope.home_id, tag_id=scope.tag_id)
        only &= Q(picture_id__in=carried.values("picture_id"))
    if scope.person_id:
        own = PersonPlacement.objects.filter(home_id=scope.home_id, person_id=scope.person_id)
        only &= Q(picture_id__in=own.values("picture_id"))
    plain = replace(scope, tag_id=None, person_id=None)
    return rows.filter(only, asked.order.members(), condition(plain, asked.filters))

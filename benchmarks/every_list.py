"""Every list of pictures in every order: how it grows with pictures and with depth."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks.load import Measured
from benchmarks.table import Row, number_of

if TYPE_CHECKING:
    from pictures.list_filters import Scope

DEPTHS = ("page 1", "deep")
GROWTH = 1.1
HEADS = (
    *("list", "order", "CPU, floor = 1"),
    *("CPU: page 1", "CPU: deep", "p50: page 1", "p50: deep"),
    *("CPU: page 1 → deep", "p50: page 1 → deep"),
)


def addresses() -> dict[str, str]:
    """Asked of a site: address by `list, order, depth`; deep is at 80 % of the pictures."""
    return {
        f"{name}, {sort}, {depth}": address
        for name, (path, scope) in places().items()
        for sort in _sorts()
        for depth, address in zip(DEPTHS, _both(path, scope, sort), strict=True)
    }


def places() -> dict[str, tuple[str, Scope]]:
    """Path and scope of the list of all pictures, and of a topic, a person and a tag that have
    them all."""
    from django.contrib.auth import get_user_model
    from taggit.models import Tag

    from benchmarks.furnishing import NAME
    from benchmarks.sites import TOPIC
    from home.models import HomePage
    from pictures.list_filters import Scope
    from topics.models import TopicPage

    home = HomePage.objects.get().pk
    topic = TopicPage.objects.get(slug="scale-1").pk
    person = get_user_model().objects.get(username=NAME).pk
    tag = Tag.objects.get(slug=NAME).pk
    return {
        "all": ("/pictures/", Scope(home)),
        "topic": (TOPIC, Scope(home, topic_id=topic)),
        "person": (f"/people/{NAME}/", Scope(home, person_id=person)),
        "tag": (f"/tags/{NAME}/", Scope(home, tag_id=tag)),
    }


def _sorts() -> list[str]:
    from pictures.list_orders import CURATED, SORTS

    return [sort for sort in SORTS if sort != CURATED]


def _both(path: str, scope: Scope, sort: str) -> tuple[str, str]:
    from pictures.browsing import listed
    from pictures.cursors import Cursor
    from pictures.list_filters import Filters
    from pictures.list_orders import Order

    order = Order(sort)
    rows = listed(scope, Filters()).order_by(*order.by())
    value, picture = rows.values_list(order.column, "picture_id")[rows.count() * 4 // 5]
    return f"{path}?sort={sort}", f"{path}?sort={sort}&after={Cursor(value, picture)}"


def growth(measured: dict[str, Measured]) -> dict[str, list[float]]:
    """By `list, order`: the ratios of `HEADS` after the first; names end in their site."""
    found = {}
    for name in dict.fromkeys(name.rsplit(", ", 2)[0] for name in measured):
        first, deep = (
            {site: measured[f"{name}, {depth}, {site}"] for site in ("small", "large")}
            for depth in DEPTHS
        )
        found[name] = [
            *(each["large"].growth_from(each["small"]) for each in (first, deep)),
            *(each["large"].p50_growth_from(each["small"]) for each in (first, deep)),
            deep["large"].growth_from(first["large"]),
            deep["large"].p50_growth_from(first["large"]),
        ]
    return found


def table(measured: dict[str, Measured], floor: float, pictures: int) -> str:
    lines = [
        f"## Every list in every order: 1,000 → {pictures:,} pictures, and page 1 → 80 % of them",
        "",
        f"| {' | '.join(HEADS)} |",
        f"|---|---|{'---:|' * (len(HEADS) - 2)}",
    ]
    for name, ratios in growth(measured).items():
        cpu = measured[f"{name}, page 1, large"].cpu_ms / floor
        numbers = [number_of(cpu), *(_marked(ratio) for ratio in ratios)]
        lines.append(f"| {' | '.join([*name.split(', '), *numbers])} |")
    return "\n".join([*lines, "", f"Bold: more than {GROWTH}.", ""])


def _marked(ratio: float) -> str:
    return f"**{number_of(ratio)}**" if ratio > GROWTH else number_of(ratio)


def rows(measured: dict[str, Measured]) -> list[Row]:
    """The middle one and the worst of all lists for each kind of growth."""
    found = growth(measured)
    made = []
    for what, columns in (
        ("CPU, few → many pictures", (0, 1)),
        ("p50, few → many pictures", (2, 3)),
        ("CPU, page 1 → deep", (4,)),
        ("p50, page 1 → deep", (5,)),
    ):
        each = [(ratios[at], name) for name, ratios in found.items() for at in columns]
        middle = median(ratio for ratio, _name in each)
        worst, name = max(each)
        made.append(Row(f"{what}: middle of {len(each)}", middle, GROWTH))
        made.append(Row(f"{what}: worst of {len(each)}", worst, GROWTH, name))
    return made

"""Pictures that meet a topic's rules are proposed to it, once: what was rejected stays so."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Page

from pictures.models import PictureTag, Placement, PlacementState
from pictures.visibility import home_path
from topics.models import TopicPage, TopicRule

MOST_WAITING = 500  # proposals of a topic; more come when curators have decided


def matching(rule: TopicRule, home_id: int) -> QuerySet[Placement]:
    """Places, in the list of all pictures, of public pictures that meet `rule`."""
    places = Placement.objects.in_topic(home_id).listed()
    for name in rule.tag_names:
        tagged = PictureTag.objects.filter(
            content_object_id=OuterRef("picture_id"), tag__name__iexact=name
        )
        places = places.filter(Exists(tagged))
    if rule.model_name:
        places = places.filter(picture__model_name__iexact=rule.model_name)
    if rule.format:
        places = places.filter(picture__format=rule.format)
    if rule.by:
        account = Q(picture__author_name="", picture__author__public_name__iexact=rule.by)
        places = places.filter(Q(picture__author_name__iexact=rule.by) | account)
    return places


def propose(topic: TopicPage, *, picture_id: int | None = None) -> int:
    """Propose to `topic` what meets its rules, or only the one picture; how many are new."""
    home = Page.objects.filter(path=home_path(topic.path)).values_list("pk", flat=True).first()
    waiting = Placement.objects.in_topic(topic.pk).filter(state=PlacementState.PROPOSED).count()
    known = Placement.objects.filter(topic_id=topic.pk, picture_id=OuterRef("picture_id"))
    found: dict[int, None] = {}
    for rule in topic.rules.all():
        places = matching(rule, home or 0).filter(~Exists(known))
        if picture_id is not None:
            places = places.filter(picture_id=picture_id)
        ids = places.order_by("-listed_at", "-picture_id").values_list("picture_id", flat=True)
        found |= dict.fromkeys(ids[: max(0, MOST_WAITING - waiting)])
    chosen = list(found)[: max(0, MOST_WAITING - waiting)]
    Placement.objects.bulk_create(
        [
            Placement(topic_id=topic.pk, picture_id=pk, state=PlacementState.PROPOSED)
            for pk in chosen
        ],
        ignore_conflicts=True,
    )
    return len(chosen)


def propose_everywhere(*, picture_id: int | None = None) -> int:
    """`propose` for every live topic that has rules."""
    ruled = TopicRule.objects.order_by().values("topic_id")
    topics = TopicPage.objects.filter(pk__in=ruled, live=True).prefetch_related("rules")
    return sum(propose(topic, picture_id=picture_id) for topic in topics)

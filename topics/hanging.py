"""Further places of pictures: hung by hand, or proposed by a rule and decided on.

A picture always hangs in the topics above it; there nothing can be decided. Whoever may publish in
a topic decides what else hangs in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from pictures import scores, visibility
from pictures.models import PicturePage, Placement, PlacementState
from pictures.visibility import list_paths, topic_path
from topics.models import TopicPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser, AnonymousUser

HUNG, TAKEN_DOWN, REJECTED = "topics.hang", "topics.take_down", "topics.reject"


class HangingError(Exception):
    """The picture cannot hang there, or not be taken away; the message is for the curator."""


def may_hang(user: AbstractUser | AnonymousUser, topic: Page) -> bool:
    """Whether `user` decides what hangs in `topic`; rights on a topic hold below it, too."""
    return user.is_active and topic.permissions_for_user(user).can_publish_subpage()


def topics_to_hang_in(user: AbstractUser) -> QuerySet[TopicPage]:
    """Every topic in which `user` decides, by title."""
    topics = PagePermissionPolicy(TopicPage).instances_user_has_permission_for(user, "publish")
    return topics.order_by("draft_title", "pk")


def own_paths(picture: PicturePage) -> list[str]:
    """Tree paths of the pages in whose lists `picture` hangs by its own place."""
    return list_paths(topic_path(picture.path))


def further_places(picture: PicturePage) -> QuerySet[Placement]:
    """Where else `picture` hangs than above itself, by title."""
    return (
        Placement.objects.filter(picture_id=picture.pk, state=PlacementState.PLACED)
        .exclude(topic__path__in=own_paths(picture))
        .select_related("topic")
        .order_by("topic__title", "topic_id")
    )


def hang(picture: PicturePage, topic: TopicPage, *, user: AbstractUser | None) -> None:
    """Let `picture` hang in `topic`, too, whatever was decided before.

    Raises `HangingError` where it hangs there by its own place.
    """
    _refuse_own(picture, topic)
    with transaction.atomic():
        known = scores.of_picture(picture.pk)
        place, is_new = Placement.objects.get_or_create(
            topic_id=topic.pk, picture_id=picture.pk, defaults=known
        )
        if not is_new and place.state != PlacementState.PLACED:
            _write(place, PlacementState.PLACED)
        # A draft is listed when it is published.
        visibility.refresh(PicturePage.objects.filter(pk=picture.pk))
        visibility.recount([topic.pk])
        _note(topic, HUNG, user, picture)


def take_down(picture: PicturePage, topic: Page, *, user: AbstractUser | None) -> None:
    """Take `picture` out of a further topic; a rule may propose it there again."""
    _refuse_own(picture, topic)
    with transaction.atomic():
        found = Placement.objects.filter(topic_id=topic.pk, picture_id=picture.pk)
        if found.delete()[0]:
            visibility.recount([topic.pk])
            _note(topic, TAKEN_DOWN, user, picture)


def reject(picture: PicturePage, topic: TopicPage, *, user: AbstractUser | None) -> None:
    """`picture` does not hang in `topic`, and no rule proposes it there again."""
    _refuse_own(picture, topic)
    _settle(picture, topic, PlacementState.REJECTED)
    _note(topic, REJECTED, user, picture)


def propose_again(picture: PicturePage, topic: TopicPage) -> None:
    """Take a decision back: the picture waits for another."""
    _refuse_own(picture, topic)
    _settle(picture, topic, PlacementState.PROPOSED)


def _settle(picture: PicturePage, topic: TopicPage, state: PlacementState) -> None:
    with transaction.atomic():
        place = Placement.objects.filter(topic_id=topic.pk, picture_id=picture.pk).first()
        if place is None:
            raise HangingError(_("This picture is no longer proposed here."))
        if place.state != state:
            _write(place, state)
            visibility.recount([topic.pk])


def _write(place: Placement, state: PlacementState) -> None:
    Placement.objects.filter(pk=place.pk).update(state=state, position=0)


def _refuse_own(picture: PicturePage, topic: Page) -> None:
    if topic.path in own_paths(picture):
        raise HangingError(_("The picture lies in this topic itself."))


def _note(topic: Page, action: str, user: AbstractUser | None, picture: PicturePage) -> None:
    log(topic, action, user=user, data={"picture": picture.pk, "title": picture.title})

"""Making topics and changing their latest version, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from pictures.draft_editing import kept
from pictures.page_acts import hold, require_edit
from pictures.publishing import next_slug
from topics.models import TopicPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser


@transaction.atomic
def create_topic(
    parent: Page, user: AbstractUser, values: Mapping[str, Any], *, publish: bool
) -> TopicPage:
    """A topic below `parent`, a draft unless `publish`. Raises `PermissionDenied` where `user` may
    not add or publish one there, `ValidationError` for what cannot be.
    """
    above = hold(parent)
    may = above.permissions_for_user(user)
    if not (TopicPage.can_create_at(above) and may.can_add_subpage()):
        raise PermissionDenied(_("You may not add a topic there."))
    if publish and not may.can_publish_subpage():
        raise PermissionDenied(_("You may not publish there."))
    topic = TopicPage(owner=user, live=False, has_unpublished_changes=True)
    _take_over(topic, values)
    topic.slug = next_slug(above, topic.title)
    above.add_child(instance=topic)
    revision = topic.save_revision(user=user)
    if publish:
        revision.publish(user=user)
    return TopicPage.objects.get(pk=topic.pk)


@transaction.atomic
def change_topic(
    topic: TopicPage, user: AbstractUser, values: Mapping[str, Any], *, seen: int
) -> TopicPage:
    """Store `values` as the latest version. Raises as `pictures.page_acts` do."""
    found = hold(topic, seen)
    require_edit(found, user)
    draft = found.get_latest_revision_as_object()
    _take_over(draft, values)
    draft.full_clean()
    if not draft.live:
        draft.save(clean=False)
    draft.save_revision(user=user, log_action=True, clean=False)
    return TopicPage.objects.get(pk=found.pk)


def _take_over(topic: TopicPage, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(topic, name, kept(value))
    if "description" in values:
        topic.description = _allowed(values["description"])


def _allowed(html: str) -> str:
    """As the form's editor stores it: what the field does not know is taken out."""
    field = TopicPage._meta.get_field("description")
    converter = ContentstateConverter(features=field.features)
    return converter.to_database_format(converter.from_database_format(html))

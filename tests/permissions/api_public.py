"""What everybody may ask by the API."""

from __future__ import annotations

from tests.permissions.api_table import Call
from tests.permissions.table import EVERYONE

API_PUBLIC: dict[str, Call] = {
    "list_pictures": Call(EVERYONE),
    "get_picture": Call(EVERYONE).at(lambda s: {"picture_id": s.picture.pk}),
    "list_pictures_around": Call(EVERYONE).at(lambda s: {"picture_id": s.picture.pk}),
    "list_facets": Call(EVERYONE),
    "list_topics": Call(EVERYONE),
    "get_topic": Call(EVERYONE).at(lambda s: {"topic_id": s.topic.pk}),
    "list_pictures_of_topic": Call(EVERYONE).at(lambda s: {"topic_id": s.topic.pk}),
    "list_comments": Call(EVERYONE).at(lambda s: {"picture_id": s.picture.pk}),
}

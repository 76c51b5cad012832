"""Of `/me/state/`: whether the picture that is looked at is in a collection of the member."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from community.models import CollectionItem


def collection_state(request: HttpRequest, page: Page | None) -> dict[str, Any]:
    """`collected`; false on other pages than pictures. One query."""
    if page is None:
        return {}
    mine = CollectionItem.objects.filter(collection__owner_id=request.user.pk)
    return {"collected": mine.filter(picture_id=page.pk).exists()}

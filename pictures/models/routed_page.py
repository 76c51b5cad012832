"""What every page of the site can do that its address was asked for."""

from __future__ import annotations

from http import HTTPMethod
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.models import PageViewRestriction

if TYPE_CHECKING:
    from pictures.standing import Standing


class RoutedPage:
    """Routing leaves on a page what it learnt of the pages above: its `standing`."""

    standing: Standing | None = None
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Wagtail's own answer in two queries, or none where routing found no restriction."""
        if self.standing is not None and not self.standing.maybe_restricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]

    def standing_now(self) -> Standing:
        """What routing found, or the answer of this moment."""
        from pictures.standing import standing_of

        return self.standing or standing_of(self)

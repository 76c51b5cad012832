"""The pictures on somebody's page: their own, and those they like, the latest like first."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _

from community.keyset import after_query, older_than, read_cursor
from community.models import Like
from pictures import browsing
from pictures.browsing import CardPage
from pictures.copies import grid_copies
from pictures.list_orders import Order
from pictures.models import PicturePage, Placement

PAGE_SIZE = browsing.PAGE_SIZE


def works_of(user_id: int, home_id: int) -> QuerySet[PicturePage]:
    """Listed pictures of an author, under their own name.

    Begins with the author's pictures, found by their index: sorted placements might all have to be
    visited before a few are found.
    """
    place = Placement.objects.in_topic(home_id).listed().filter(picture_id=OuterRef("pk"))
    return (
        PicturePage.objects.filter(author_id=user_id, author_name="")
        .annotate(listed_at=Subquery(place.values("listed_at")[:1]))
        .filter(listed_at__isnull=False)
    )


def works_page(request: HttpRequest, user_id: int, home_id: int, total: int) -> CardPage:
    """The page of them that the address asks for, sorted and filtered as every list."""
    return browsing.browse(request, topic_id=home_id, person_id=user_id, total=total)


def liked_page(request: HttpRequest, user_id: int, home_id: int) -> CardPage:
    """What this person likes and the public sees, the latest like first. Three queries."""
    cursor, is_known = read_cursor(request.GET)
    listed = Placement.objects.in_topic(home_id).listed()
    likes = Like.objects.filter(
        Exists(listed.filter(picture_id=OuterRef("picture_id"))), user_id=user_id
    )
    if cursor is not None:
        likes = likes.filter(older_than(cursor, "created_at", "picture_id"))
    newest = likes.order_by("-created_at", "-picture_id")
    found = list(newest.values_list("created_at", "picture_id")[: PAGE_SIZE + 1])
    wanted = [picture_id for _moment, picture_id in found[:PAGE_SIZE]]
    rows = {
        row["picture_id"]: row
        for row in listed.filter(picture_id__in=wanted).values(*browsing.COLUMNS)
    }
    page = _page([rows[pk] for pk in wanted if pk in rows], len(wanted), is_known)
    if len(found) > PAGE_SIZE:
        page.next_url = f"{request.path}?{after_query(*found[PAGE_SIZE - 1])}"
    return page


def _page(rows: list[browsing.Row], total: int, is_known: bool) -> CardPage:
    copies = grid_copies(browsing.keys(rows))
    page = CardPage(cards=browsing.cards(rows, copies), order=Order(), total=total, copies=copies)
    if not is_known:
        page.notices.append(_("This place in the list is not known; you see its beginning."))
    return page

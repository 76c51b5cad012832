"""Liking a picture, taking it back, and what one likes."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from community.api.taking_part import taking_part
from community.likes import like_picture, unlike_picture
from community.public_pictures import public_address
from community.works import liked_page
from limits.checking import spend
from pictures.api.cards import PictureInList, page_of
from pictures.api.ids import Id
from pictures.api.lists import FilterQuery
from pictures.models import Placement
from pictures.site_lookup import home_id_of
from rest.authentication import MEMBER, member
from rest.paging import PageOf
from rest.scopes import Scope

router = Router(tags=["likes"])


class LikedNow(Schema):
    liked: bool = Field(examples=[True])
    likes: int = Field(description="How many there are now.", examples=[12])


class LikesQuery(FilterQuery):
    after: str = Field("", max_length=500, description="`next` of the page before.")
    before: str = Field("", max_length=500, description="`previous` of the page after.")


@router.put(
    "/pictures/{picture_id}/like",
    response=LikedNow,
    auth=MEMBER(Scope.ENGAGE),
    operation_id="like_picture",
)
def like(request: HttpRequest, picture_id: Id) -> LikedNow:
    """Like a public picture, as often as one wants."""
    _is_public(picture_id)
    spend("like", request)
    like_picture(user_id=taking_part(request, "like").pk, picture_id=picture_id)
    numbers = Placement.objects.filter(picture_id=picture_id).values_list("popularity", flat=True)
    return LikedNow(liked=True, likes=numbers.first() or 0)


@router.delete(
    "/pictures/{picture_id}/like",
    response={204: None},
    auth=MEMBER(Scope.ENGAGE),
    operation_id="unlike_picture",
)
def unlike(request: HttpRequest, picture_id: Id) -> Status[None]:
    """Take a like back, as often as one wants."""
    _is_public(picture_id)
    spend("like", request)
    unlike_picture(user_id=member(request).pk, picture_id=picture_id)
    return Status(204, None)


@router.get(
    "/me/likes",
    response=PageOf[PictureInList],
    auth=MEMBER(Scope.READ),
    operation_id="list_my_likes",
)
def my_likes(request: HttpRequest, query: Query[LikesQuery]) -> PageOf[PictureInList]:
    """Pictures one likes and the public sees, the latest like first."""
    return page_of(request, liked_page(request, member(request).pk, home_id_of(request)))


def _is_public(picture_id: int) -> None:
    if public_address(picture_id) is None:
        raise Http404

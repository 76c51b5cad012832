"""The pictures a member likes: looked through, taken back, saved in a collection."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from community.answering import back_to, done, member_id, refused
from community.collections import CollectionError, add_picture, create_collection
from community.like_tools import own_like_tools
from community.likes import unlike_picture
from community.models import Like, PictureCollection, Profile
from community.settings_pages import personal
from community.taking_part import refusal
from community.works import liked_page
from limits.checking import spend
from pictures.site_lookup import home_id_of

MOST = 60  # at once


@require_safe
@personal
def my_likes(request: HttpRequest) -> HttpResponse:
    """The latest like first; of pictures that the public still sees."""
    home_id = home_id_of(request)
    member = member_id(request)
    tools = partial(own_like_tools, csrf_token=get_token(request))
    tools.do_not_call_in_templates = True  # type: ignore[attr-defined]
    mine = PictureCollection.objects.filter(owner_id=member)
    context = {
        "card_page": liked_page(request, member, home_id),
        "card_tools": tools,
        "collections": mine.order_by("-updated_at", "-pk").values_list("key", "title"),
        "most": MOST,
        "is_open": Profile.objects.filter(user_id=member, likes_are_public=True).exists(),
    }
    return render(request, "community/my_likes.html", context)


@require_POST
@personal
def chosen_likes(request: HttpRequest) -> HttpResponse:
    """What is done (`do`) with the chosen pictures (`picture`): `unlike` or `collect`.

    For `collect` the `collection` is the key of one's own, or empty for a new one.
    """
    back = back_to(request, reverse("me_likes"))
    if len(request.POST.getlist("picture")) > MOST:
        words = _("Choose %(most)s pictures at most.") % {"most": MOST}
        return refused(request, words, back=back, status=400)
    chosen = _chosen(request)
    if not chosen:
        return refused(request, _("Choose pictures first."), back=back, status=400)
    if request.POST.get("do") == "collect":
        return _collect(request, chosen, back)
    spend("like", request)
    member = member_id(request)
    taken = sum(unlike_picture(user_id=member, picture_id=pk) for pk in chosen)
    words = ngettext("%(count)s like taken back.", "%(count)s likes taken back.", taken)
    return done(request, {"unliked": chosen}, back=back, words=words % {"count": taken})


def _chosen(request: HttpRequest) -> list[int]:
    """Of what is asked, what the member likes."""
    asked = [int(text) for text in request.POST.getlist("picture") if _is_id(text)]
    likes = Like.objects.filter(user_id=member_id(request), picture_id__in=asked)
    return sorted(likes.values_list("picture_id", flat=True))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def _collect(request: HttpRequest, chosen: list[int], back: str) -> HttpResponse:
    why = refusal(request.user, "collect")
    if why:
        return refused(request, why, back=back)
    spend("collect", request)
    try:
        collection = _collection(request)
        added = sum(add_picture(collection, pk) for pk in chosen)
    except CollectionError as error:
        return refused(request, str(error), back=back, status=409)
    words = ngettext(
        "%(count)s picture saved in “%(title)s”.", "%(count)s pictures saved in “%(title)s”.", added
    )
    words = words % {"count": added, "title": collection.title}
    return done(request, {"added": added, "collection": collection.key}, back=back, words=words)


def _collection(request: HttpRequest) -> PictureCollection:
    """Raises `CollectionError`; 404 for what is not theirs."""
    owner_id, key = member_id(request), request.POST.get("collection", "")
    if not key:
        return create_collection(owner_id=owner_id, title=_("From my likes"))
    collection = PictureCollection.objects.filter(owner_id=owner_id, key=key).first()
    if collection is None:
        raise Http404
    return collection

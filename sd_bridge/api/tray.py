"""The tray: results of all generations that can still be looked at."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from rest.authentication import MEMBER
from rest.paging import PageOf
from rest.scopes import Scope
from sd_bridge.access import generations_visible_to
from sd_bridge.api.answers import FIRST, editor
from sd_bridge.api.described import TrayResult, result_out
from sd_bridge.models import Generation, Result

router = Router(tags=["tray"])


class TrayQuery(Schema):
    who: Literal["mine", "all"] = Field("mine", description="`all`: also others' that you may see.")
    kept: bool | None = Field(None, description="Only those that are kept, or only the others.")
    after: str = Field("", pattern=r"^\d{0,12}$", description="`next` of the page before.")


@router.get(
    "/tray", response=PageOf[TrayResult], auth=MEMBER(Scope.GENERATE), operation_id="list_tray"
)
def list_tray(request: HttpRequest, query: Query[TrayQuery]) -> PageOf[TrayResult]:
    """Results in the tray, the newest first, 24 a page."""
    user = editor(request)
    mine = Generation.objects.by(user)
    seen = mine if query.who == "mine" else generations_visible_to(user)
    rows = Result.objects.in_tray().select_related("generation")
    rows = rows.filter(generation__in=seen.order_by().values("pk"))
    if query.kept is not None:
        rows = rows.filter(kept_at__isnull=not query.kept)
    if query.after:
        rows = rows.filter(pk__lt=int(query.after))
    found = list(rows.order_by("-pk")[: FIRST + 1])
    following = str(found[FIRST - 1].pk) if len(found) > FIRST else None
    return PageOf[TrayResult](items=[result_out(each) for each in found[:FIRST]], next=following)

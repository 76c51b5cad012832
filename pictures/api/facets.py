"""`GET facets`: what a list could be filtered by further, and what each value would leave."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from pictures import browsing
from pictures.api.lists import FilterQuery
from pictures.facets import CAP, facets
from pictures.site_lookup import home_id_of
from rest.authentication import ANYONE

router = Router(tags=["pictures"])


class FacetValue(Schema):
    value: str = Field(description="For the parameter.", examples=["demo-painter"])
    name: str = Field(examples=["demo-painter"])
    pictures: int = Field(description="How many it would leave.")


class Facets(Schema):
    """Values of each filter, the most frequent first."""

    total: int | None = Field(description="Null where counting was given up.", examples=[128])
    more: bool = Field(description=f"There are more than {CAP:,}; `total` is {CAP:,} then.")
    whole: bool = Field(description="False: counting took too long, some values are missing.")
    filters: dict[str, list[FacetValue]] = Field(
        description="By parameter: model, sampler, format, colour, lora, tag."
    )
    notices: list[str]


@router.get("/facets", response=Facets, auth=ANYONE, operation_id="list_facets")
def list_facets(request: HttpRequest, query: Query[FilterQuery]) -> Facets:
    """The values that pictures of a list have, with numbers. Kept for five minutes."""
    page = browsing.browse(request, topic_id=home_id_of(request), total=None, page_size=1)
    assert page.scope is not None  # `browse` always tells it
    found = facets(page.scope, page.filters, page.order, page.only, said=page.said)
    return Facets(
        total=None if found.total is None else min(found.total, CAP),
        more=found.total is not None and found.total > CAP,
        whole=found.is_whole,
        filters={
            name: [
                FacetValue(value=value, name=found.tag_names.get(value, value), pictures=number)
                for value, number in counts.items()
            ]
            for name, counts in found.counts.items()
        },
        notices=page.notices,
    )

"""What base.html prints for machines."""

from __future__ import annotations

from typing import Any

from django import template

from config.discovery import crumbs, embedding, feeds, told_of

register = template.Library()


@register.inclusion_tag("_discovery.html", takes_context=True)
def discovery(context: template.Context) -> dict[str, Any]:
    """Feeds, place and embedding of what the page shows; previews tell nothing."""
    if context.get("is_preview"):
        return {}
    told = {name: context.get(name) for name in ("topic", "tag", "profile")}
    told["page"] = page = told_of(context.get("page"))
    return {
        "counted": page.pk if page else None,
        "feeds": feeds(told),
        "crumbs": crumbs(told),
        "embedding": embedding(told),
    }

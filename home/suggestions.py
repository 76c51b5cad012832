"""What is offered while somebody types: tags, topics, people and models of these names."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from limits.checking import spend
from pictures.searching.asking import Asked
from pictures.searching.names import find_models, find_tags
from pictures.searching.suggesting import Suggestion, offered
from pictures.site_lookup import home_id_of
from topics.searching import find_topics

SUGGESTED = 4  # of each kind
SHORTEST = 2  # letters


def suggested(request: HttpRequest, asked: Asked) -> list[Suggestion]:
    """Names that hold what is being typed; nothing for what is too short, or has operators."""
    if len(asked.text) < SHORTEST or not asked.words or len(asked.parts) >= 4:
        return []
    spend("suggest", request)
    home_id = home_id_of(request)
    return [
        *(
            Suggestion(_("Tag"), f"#{tag.name}", reverse("tag", args=[tag.slug]))
            for tag in find_tags(asked, home_id, limit=SUGGESTED)
        ),
        *(
            Suggestion(_("Topic"), topic.title, topic.url)
            for topic in find_topics(asked)[:SUGGESTED]
            if topic.in_title
        ),
        *offered("people", asked, SUGGESTED),
        *(
            Suggestion(_("Model"), name, _by_model(name))
            for name in find_models(asked, home_id, limit=SUGGESTED)
        ),
    ]


def search_address(text: str, **more: str) -> str:
    return f"{reverse('search')}?{urlencode({'q': text, **more})}"


def _by_model(name: str) -> str:
    return search_address('model:"{}"'.format(name.replace('"', " ")))

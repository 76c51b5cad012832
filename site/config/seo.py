"""robots.txt: who may read the site by machine."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from config.models import CrawlerSettings
from pictures.addresses import absolute
from pictures.public_pages import same_for_everyone
from pictures.site_lookup import site_of

# Collectors of training data and of texts for AI answers; not the search engines' own crawlers.
AI_CRAWLERS = (
    *("AI2Bot", "Amazonbot", "anthropic-ai", "Applebot-Extended", "Bytespider", "CCBot"),
    *("ClaudeBot", "Claude-Web", "cohere-ai", "cohere-training-data-crawler", "Diffbot"),
    *("FacebookBot", "Google-CloudVertexBot", "Google-Extended", "GPTBot", "ICC-Crawler"),
    *("ImagesiftBot", "img2dataset", "Kangaroo Bot", "meta-externalagent", "omgili"),
    *("omgilibot", "PanguBot", "PerplexityBot", "Timpibot", "Webzio-Extended", "YouBot"),
)
CLOSED = ("/admin/", "/accounts/", "/en/accounts/", "/me/", "/en/me/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """The site's own choice about AI crawlers; refused where nobody chose. Two queries."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    site = site_of(request)
    chosen = CrawlerSettings.objects.filter(site=site, allow_ai_crawlers=True)
    if site is None or not chosen.exists():
        lines += [*(f"User-agent: {name}" for name in AI_CRAWLERS), "Disallow: /", ""]
    lines += [f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return same_for_everyone(
        HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    )

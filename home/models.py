"""The first page and the pages of information."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from home.blocks import LANDING_BLOCKS
from home.routing import find_page
from pictures.hangul import bigram_tokens
from pictures.models import ContentLanguage, RoutedPage
from pictures.slugs import refuse_reserved_slug


class HomePage(RoutedPage, Page):
    """The landing wall, and the root of every address of a page."""

    headline_ko = models.CharField(_("headline in Korean"), max_length=80, blank=True)
    headline_en = models.CharField(_("headline in English"), max_length=80, blank=True)
    lead_ko = models.CharField(_("first sentences in Korean"), max_length=300, blank=True)
    lead_en = models.CharField(_("first sentences in English"), max_length=300, blank=True)

    body = StreamField(
        LANDING_BLOCKS,
        verbose_name=_("what the page is made of"),
        blank=True,
        block_counts={"wall": {"max_num": 2}},
        help_text=_("Empty: a wall of the newest pictures."),
    )

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["topics.TopicIndexPage", "home.InfoPage"]
    template = "home/home_page.html"

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("headline_ko"),
                FieldPanel("lead_ko"),
                FieldPanel("headline_en"),
                FieldPanel("lead_en"),
            ],
            heading=_("Words on the wall"),
            help_text=_("Empty fields show the house's own words."),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def headline(self) -> str:
        own = self.headline_en if get_language() == "en" else self.headline_ko
        return own or _now("Well chosen, well told.")

    @property
    def lead(self) -> str:
        own = self.lead_en if get_language() == "en" else self.lead_ko
        return own or _now(
            "Curators hang pictures made with Stable Diffusion. "
            "The prompt, the seed and every step stay with them."
        )

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page of an address in two queries; stock routing takes two a level."""
        page = find_page(self, path_components)
        if page is None:
            raise Http404
        return RouteResult(page)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from home.views import landing

        return landing(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from home.views import landing

        return landing(request, self, is_preview=True)


class InfoPage(RoutedPage, Page):
    """Notices, privacy policy, about: plain words at an address of their own."""

    body = RichTextField(
        _("text"), features=["h2", "h3", "bold", "italic", "link", "ol", "ul", "hr"]
    )
    content_language = models.CharField(
        _("language of the texts"),
        max_length=2,
        choices=ContentLanguage.choices,
        default=ContentLanguage.KOREAN,
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/info_page.html"
    show_in_menus_default = True

    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("content_language")]
    search_fields = [
        *Page.search_fields,
        index.SearchField("body"),
        index.SearchField("search_bigrams"),
    ]

    class Meta:
        verbose_name = _("info page")
        verbose_name_plural = _("info pages")

    def search_bigrams(self) -> str:
        return bigram_tokens(f"{self.title} {self.body}")

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self.slug)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from home.views import info_page

        return info_page(request, self)

"""Curated themes and the page that lists them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from pictures.hangul import bigram_tokens
from pictures.models import ContentLanguage, RoutedPage
from pictures.slugs import refuse_reserved_slug


def may_curate() -> models.Q:
    """Accounts that may enter the admin: a topic's form must not list every member."""
    groups = Group.objects.filter(
        permissions__codename="access_admin", permissions__content_type__app_label="wagtailadmin"
    )
    return models.Q(is_superuser=True) | models.Q(groups__in=groups)


class TopicIndexPage(RoutedPage, Page):
    """All topics, at `/topics/`."""

    max_count = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["topics.TopicPage"]
    template = "topics/topic_index_page.html"

    class Meta:
        verbose_name = _("topic index")
        verbose_name_plural = _("topic indexes")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from topics.views import topic_index

        return topic_index(request, self)


class TopicPage(RoutedPage, Page):
    """A theme that holds pictures."""

    description = RichTextField(
        _("description"),
        blank=True,
        features=["bold", "italic", "link", "ol", "ul"],
        help_text=_("Two or three sentences: what belongs here, and why."),
    )
    cover = models.ForeignKey(
        "pictures.GalleryImage",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Empty: the newest pictures."),
    )
    curators = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("curators"),
        blank=True,
        related_name="+",
        limit_choices_to=may_curate,
    )
    content_language = models.CharField(
        _("language of the texts"),
        max_length=2,
        choices=ContentLanguage.choices,
        default=ContentLanguage.KOREAN,
    )

    parent_page_types = ["topics.TopicIndexPage"]
    subpage_types = ["pictures.PicturePage"]
    template = "topics/topic_page.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("cover"),
        MultiFieldPanel(
            [
                FieldPanel("curators", widget=forms.CheckboxSelectMultiple),
                FieldPanel("content_language"),
            ],
            heading=_("Curators and language"),
        ),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("search_bigrams"),
        index.FilterField("content_language"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def search_bigrams(self) -> str:
        return bigram_tokens(f"{self.title} {self.description}")

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self.slug)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from topics.views import topic_page

        return topic_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from topics.views import topic_page

        return topic_page(request, self, is_preview=True)

"""Curated themes and the page that lists them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from pictures.hangul import bigram_tokens
from pictures.models import ContentLanguage, RecipeVisibility, RoutedPage
from pictures.slugs import refuse_reserved_slug
from topics.blocks import TOPIC_WORDS

DEEPEST = 7  # in the page tree: a topic, and three levels of topics below it


def may_curate() -> models.Q:
    """Accounts that may enter the admin: a topic's form must not list every member."""
    groups = Group.objects.filter(
        permissions__codename="access_admin", permissions__content_type__app_label="wagtailadmin"
    )
    return models.Q(is_superuser=True) | models.Q(groups__in=groups)


def refuse_slug_of_another(topic: TopicPage) -> None:
    """One topic a name, wherever it lies: feeds, commands and lists call it by that."""
    others = TopicPage.objects.filter(slug=topic.slug).exclude(pk=topic.pk)
    if topic.slug and others.exists():
        raise ValidationError({"slug": _("Another topic has this address.")})


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
    body = StreamField(
        TOPIC_WORDS,
        verbose_name=_("text"),
        blank=True,
        help_text=_("Stands between the head and the pictures."),
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
    recipe_visibility = models.CharField(
        _("recipe shown to visitors"),
        max_length=12,
        choices=RecipeVisibility.choices,
        default=RecipeVisibility.PUBLIC,
        help_text=_("What new pictures in this topic begin with; each can differ."),
    )
    offers_downloads = models.BooleanField(
        _("visitors may download pictures"),
        default=True,
        help_text=_("Also holds for the topics in it: off here is off there."),
    )

    parent_page_types = ["topics.TopicIndexPage", "topics.TopicPage"]
    subpage_types = ["pictures.PicturePage", "topics.TopicPage"]
    template = "topics/topic_page.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("description"),
        FieldPanel("cover"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("curators", widget=forms.CheckboxSelectMultiple),
                FieldPanel("content_language"),
            ],
            heading=_("Curators and language"),
        ),
        MultiFieldPanel(
            [FieldPanel("recipe_visibility"), FieldPanel("offers_downloads")],
            heading=_("Recipes and downloads"),
        ),
        InlinePanel(
            "rules",
            heading=_("Rules that propose pictures"),
            label=_("Rule"),
            help_text=_(
                "What meets a rule is proposed, and hangs here when a curator accepts it. "
                "Rules hold from the moment the topic is published."
            ),
        ),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("description"),
        index.SearchField("body"),
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
        refuse_slug_of_another(self)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return super().can_create_at(parent) and parent.depth < DEEPEST

    def can_move_to(self, parent: Page) -> bool:
        """Nothing of what is below may come to lie too deep."""
        if not super().can_move_to(parent):
            return False
        below = TopicPage.objects.filter(path__startswith=self.path)
        deepest = below.aggregate(deepest=models.Max("depth"))["deepest"] or self.depth
        return parent.depth + 1 + deepest - self.depth <= DEEPEST

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from topics.views import topic_page

        return topic_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from topics.views import topic_page

        return topic_page(request, self, is_preview=True)

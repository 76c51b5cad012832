"""A published work: image, words about it, and how it was made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from pictures.formats import PictureFormat
from pictures.hangul import bigram_tokens
from pictures.models.routed_page import RoutedPage
from pictures.preparing import prepare_picture
from pictures.recipe import Recipe
from pictures.recipe_display import visible_part
from pictures.recipe_form import RecipePageForm
from pictures.recipe_panel import recipe_panel
from pictures.sensitivity_panel import SensitivityPanel
from pictures.slugs import refuse_reserved_slug


class Licence(models.TextChoices):
    CC0 = "cc0", "CC0 1.0"
    CC_BY = "cc-by", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa", "CC BY-SA 4.0"
    CC_BY_NC = "cc-by-nc", "CC BY-NC 4.0"
    CC_BY_NC_SA = "cc-by-nc-sa", "CC BY-NC-SA 4.0"
    ALL_RIGHTS = "all-rights", _("All rights reserved")


LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}


class RecipeVisibility(models.TextChoices):
    PUBLIC = "public", _("Prompt and parameters")
    PARAMETERS = "parameters", _("Parameters only")
    HIDDEN = "hidden", _("Nothing")


class ContentLanguage(models.TextChoices):
    KOREAN = "ko", "한국어"
    ENGLISH = "en", "English"


class PictureTag(TaggedItemBase):
    content_object = ParentalKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class PicturePage(RoutedPage, Page):
    """A picture in its home topic; drafts may lack what publishing asks for."""

    image = models.ForeignKey(
        "pictures.GalleryImage",
        verbose_name=_("image"),
        null=True,  # a draft may lack it; publishing asks for it
        on_delete=models.PROTECT,
        related_name="pictures",
    )
    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What is to be seen, for people who do not see it. Needed to publish."),
    )
    caption = models.TextField(
        _("caption"), blank=True, max_length=2000, help_text=_("A few sentences shown beside it.")
    )
    tags = ClusterTaggableManager(through=PictureTag, blank=True, verbose_name=_("tags"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField(
        _("author's name"),
        max_length=80,
        blank=True,
        help_text=_("For an author without an account; empty shows the account's name."),
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.CC_BY
    )
    format = models.CharField(
        _("format"),
        max_length=10,
        choices=PictureFormat.choices,
        blank=True,
        help_text=_(
            "The shape in lists, cut around the focal point. Empty: proposed from the image."
        ),
    )
    recipe_visibility = models.CharField(
        _("recipe shown to visitors"),
        max_length=12,
        choices=RecipeVisibility.choices,
        default=RecipeVisibility.PUBLIC,
    )
    content_language = models.CharField(
        _("language of the texts"),
        max_length=2,
        choices=ContentLanguage.choices,
        default=ContentLanguage.KOREAN,
    )
    recipe_data = models.JSONField(_("recipe"), default=dict, blank=True, editable=False)
    # The image the recipe was read from: a new image brings its own recipe, an old one keeps
    # what editors corrected.
    recipe_image_id = models.BigIntegerField(null=True, editable=False)
    model_name = models.CharField(
        max_length=200, blank=True, default="", editable=False, db_index=True
    )
    sampler_name = models.CharField(
        max_length=100, blank=True, default="", editable=False, db_index=True
    )
    # Pictures of one idea share it: a hash of prompt and negative prompt, empty without a prompt.
    recipe_key = models.CharField(
        max_length=32, blank=True, default="", editable=False, db_index=True
    )

    parent_page_types = ["topics.TopicPage"]
    subpage_types: list[str] = []
    template = "pictures/picture_page.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("image"),
        SensitivityPanel(),
        FieldPanel("alt_text"),
        FieldPanel("caption"),
        FieldPanel("tags"),
        FieldPanel("format"),
        MultiFieldPanel(
            [FieldPanel("author"), FieldPanel("author_name"), FieldPanel("licence")],
            heading=_("Author and licence"),
        ),
        MultiFieldPanel(
            [FieldPanel("recipe_visibility"), FieldPanel("content_language")],
            heading=_("Display"),
        ),
        recipe_panel(),
    ]
    base_form_class = RecipePageForm

    search_fields = [
        *Page.search_fields,
        index.SearchField("caption"),
        index.SearchField("alt_text"),
        index.SearchField("search_prompt"),
        index.SearchField("search_bigrams"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.FilterField("format"),
        index.FilterField("model_name"),
        index.FilterField("sampler_name"),
        index.FilterField("content_language"),
    ]

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def recipe(self) -> Recipe:
        return Recipe.from_json(self.recipe_data)

    @property
    def shown_recipe(self) -> Recipe:
        """What visitors may know of the recipe."""
        return visible_part(self.recipe, self.recipe_visibility)

    def search_prompt(self) -> str:
        """Only what visitors may read can be searched for."""
        return self.shown_recipe.prompt

    def search_bigrams(self) -> str:
        """Hangul syllable pairs, so that a word is found inside a longer one."""
        return bigram_tokens(f"{self.title} {self.caption} {self.alt_text} {self.search_prompt()}")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        prepare_picture(self)
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        prepare_picture(self)
        super().minimal_clean()

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self.slug)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from pictures.views import picture_page

        return picture_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from pictures.views import picture_page

        return picture_page(request, self, is_preview=True)

"""Whether a stored recipe still makes its picture: asked once, answered by an engine."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pictures.models import GalleryImage
from pictures.recipe import Recipe
from sd_bridge.models.generation import Generation


class RecipeCheckQuerySet(models.QuerySet["RecipeCheck"]):
    def open(self) -> RecipeCheckQuerySet:
        return self.filter(verdict="")

    def of_page(self, page: Page) -> RecipeCheckQuerySet:
        return self.filter(page_id=page.pk)

    def newest_first(self) -> RecipeCheckQuerySet:
        return self.order_by("-pk")


class RecipeCheck(models.Model):
    """`verdict` "" = not painted yet. Both recipes are copies: results expire, recipes change.

    `decibels` and `bits` as in `sd_bridge.repeating.likeness`; sides in px.
    """

    class Verdict(models.TextChoices):
        SAME = "same", _("Just the same")
        NEAR = "near", _("Nearly the same")
        DIFFERENT = "different", _("Different")
        NOT_PAINTED = "not-painted", _("Not painted")

    page = models.ForeignKey(
        Page, verbose_name=_("picture"), on_delete=models.CASCADE, related_name="+"
    )
    image = models.ForeignKey(GalleryImage, null=True, on_delete=models.SET_NULL, related_name="+")
    generation = models.OneToOneField(
        Generation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recipe = models.JSONField(default=dict)
    repeated_recipe = models.JSONField(default=dict)
    repeated_width = models.PositiveIntegerField(null=True)
    repeated_height = models.PositiveIntegerField(null=True)
    verdict = models.CharField(
        _("verdict"), max_length=12, choices=Verdict.choices, blank=True, default=""
    )
    decibels = models.FloatField(null=True)
    bits = models.PositiveSmallIntegerField(null=True)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)

    objects = RecipeCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipe check")
        verbose_name_plural = _("recipe checks")
        default_permissions = ()
        indexes = [
            models.Index(fields=["page", "-id"], name="recipe_check_of_page"),
            models.Index(fields=["verdict", "-id"], name="recipe_check_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.verdict}"

    @property
    def is_open(self) -> bool:
        return not self.verdict

    @property
    def words(self) -> str:
        return str(self.get_verdict_display() if self.verdict else _("Under way"))

    def as_recipe(self) -> Recipe:
        """What the picture was said to be made with when it was asked."""
        return Recipe.from_json(self.recipe)

    def as_repeated_recipe(self) -> Recipe:
        return Recipe.from_json(self.repeated_recipe)

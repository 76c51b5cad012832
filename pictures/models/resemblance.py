"""Which pictures are the same or nearly so, and what editors have said of that."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ResemblanceKind(models.TextChoices):
    SAME = "same", _("The same file")
    NEAR = "near", _("Nearly the same")
    SERIES = "series", _("A series")


class ResemblanceGroup(models.Model):
    """Pictures that resemble each other; written by `pictures.resemblance`, nobody else."""

    kind = models.CharField(max_length=6, choices=ResemblanceKind.choices)
    size = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("group of duplicates")
        verbose_name_plural = _("groups of duplicates")
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "id"], name="resemblance_by_kind")]

    def __str__(self) -> str:
        return f"{self.size} ({self.kind})"


class ResemblanceMember(models.Model):
    """A picture of one group, with the image it showed when it was looked at."""

    group = models.ForeignKey(ResemblanceGroup, on_delete=models.CASCADE, related_name="members")
    picture = models.OneToOneField(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    image = models.PositiveBigIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("picture with duplicates")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.picture_id} in {self.group_id}"


class NotTheSame(models.Model):
    """Two pictures that an editor told apart, as long as they show these images.

    `first` is the one with the smaller id.
    """

    first = models.ForeignKey("pictures.PicturePage", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("pictures.PicturePage", on_delete=models.CASCADE, related_name="+")
    first_image = models.PositiveBigIntegerField()
    second_image = models.PositiveBigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    said_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pair that is not the same")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_verdict_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"


class MergedPicture(models.Model):
    """A picture whose likes, comments and places went to another, which its address leads to."""

    picture = models.OneToOneField(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    kept = models.ForeignKey("pictures.PicturePage", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("merged picture")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.picture_id} → {self.kept_id}"


class ResemblanceScan(models.Model):
    """The one row that says how far the library has been looked through, and that writers lock.

    `pictures_to` and `images_to` are the highest ids that were there.
    """

    pictures_to = models.PositiveBigIntegerField(default=0)
    images_to = models.PositiveBigIntegerField(default=0)
    whole_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("search for duplicates")
        default_permissions = ()

    def __str__(self) -> str:
        return f"to {self.pictures_to}"

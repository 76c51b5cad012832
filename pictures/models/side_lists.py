"""The lists of a tag and of a person, and the LoRAs of pictures: as long as the public sees them.

Every row repeats what the picture's placement in the list of all pictures says, and is there only
while that one is listed: `pictures.shelving` writes them, nobody else.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.models.listing import SORT_COLUMNS, Sortable


def sort_indexes(prefix: str, key: str) -> list[models.Index]:
    return [
        models.Index(fields=["home", key, column, "picture"], name=f"{prefix}_{column}")
        for column in SORT_COLUMNS
    ]


class TagPlacement(Sortable):
    """A public picture in the list of one of its tags."""

    home = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="tag_placements"
    )

    class Meta:
        verbose_name = _("placement under a tag")
        constraints = [
            models.UniqueConstraint(fields=["tag", "picture"], name="one_placement_a_tag")
        ]
        indexes = sort_indexes("tag", "tag")

    def __str__(self) -> str:
        return f"{self.picture_id} under {self.tag_id}"


class PersonPlacement(Sortable):
    """A public picture in the list of its author, where it bears the account's name."""

    home = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="person_placements"
    )

    class Meta:
        verbose_name = _("placement with a person")
        constraints = [
            models.UniqueConstraint(fields=["person", "picture"], name="one_placement_a_person")
        ]
        indexes = sort_indexes("person", "person")

    def __str__(self) -> str:
        return f"{self.picture_id} by {self.person_id}"


class NameTotal(models.Model):
    """How many pictures one of these lists holds, beside its name as `pictures.alphabet` sorts it.

    Written by `pictures.side_totals` after every change of the list.
    """

    home = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    pictures = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=100, default="")

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True


class TagTotal(NameTotal):
    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("total of a tag")
        constraints = [models.UniqueConstraint(fields=["home", "tag"], name="one_total_a_tag")]
        indexes = [
            models.Index(fields=["home", "pictures", "tag"], name="tag_total_pictures"),
            models.Index(fields=["home", "key", "tag"], name="tag_total_key"),
        ]

    def __str__(self) -> str:
        return f"{self.pictures} under {self.tag_id}"


class PersonTotal(NameTotal):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("total of a person")
        constraints = [
            models.UniqueConstraint(fields=["home", "person"], name="one_total_a_person")
        ]
        indexes = [
            models.Index(fields=["home", "pictures", "person"], name="person_total_pictures"),
            models.Index(fields=["home", "key", "person"], name="person_total_key"),
        ]

    def __str__(self) -> str:
        return f"{self.pictures} by {self.person_id}"


class UsedLora(models.Model):
    """A LoRA that visitors may read in the recipe of a public picture."""

    picture = models.ForeignKey(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="used_loras"
    )
    name = models.CharField(max_length=200)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("LoRA of a picture")
        constraints = [models.UniqueConstraint(fields=["picture", "name"], name="one_row_a_lora")]
        indexes = [models.Index(fields=["name", "picture"], name="lora_name")]

    def __str__(self) -> str:
        return f"{self.name} in {self.picture_id}"

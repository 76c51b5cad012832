"""Files on their way into the gallery: each is a row, so that nothing has to be done twice.

A row names its files before they are written and outlives them when they are removed: whatever a
killed process leaves behind is named by a row (`pictures.importing.cleaning`).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pictures.importing.refusals import sentence_of
from pictures.models.gallery_image import dhash_segment, private_storage
from pictures.models.picture_page import Licence
from pictures.recipe import Recipe


class ImportState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    READY = "ready", _("Ready")
    DUPLICATE = "duplicate", _("Already there")
    NEAR = "near", _("Nearly the same")
    FAILED = "failed", _("Failed")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    SKIPPED = "skipped", _("Left out")


class NearDecision(models.TextChoices):
    ASK = "", _("Ask")
    IMPORT = "import", _("Import")
    SKIP = "skip", _("Leave out")


class ImportBatch(models.Model):
    """What somebody brings at once. `topic`, `licence` and `publish` are what new files get."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    topic = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    publish = models.BooleanField(default=False)
    # What a command was told, as a hash: the same words go on with the same batch. "" in the admin.
    key = models.CharField(max_length=64, blank=True, default="", db_index=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        permissions = [("import_pictures", "Can import pictures")]

    def __str__(self) -> str:
        return f"{self.uuid}"


class ImportSource(models.Model):
    """A zip or a folder of the server whose pictures are read in the background.

    `file` is the private copy of a zip, "" once it is read; `path` that of a folder. `total` is how
    many pictures it holds, null until somebody looked.
    """

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(max_length=255)
    path = models.CharField(max_length=1000, blank=True, default="")
    file = models.FileField(max_length=200, storage=private_storage, blank=True, default="")
    total = models.PositiveIntegerField(null=True)
    is_read = models.BooleanField(default=False, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


class ImportFile(models.Model):
    """One file of a batch: what was learnt of it, what is proposed, and what became of it.

    `file` and `thumbnail` are private and "" once they are not needed; a registered file's bytes
    belong to `image`. `duplicate_of` and `near_of` name what the library has, `twin` the earlier
    file of the same batch.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveIntegerField()
    source = models.ForeignKey(
        ImportSource, null=True, on_delete=models.SET_NULL, related_name="files"
    )
    # Its place in the source, or the hash of its address in the web; "" without either.
    entry = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=255)
    folder = models.CharField(max_length=500, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    state = models.CharField(
        max_length=10, choices=ImportState.choices, default=ImportState.WAITING
    )
    error_code = models.CharField(max_length=40, blank=True, default="")
    error_params = models.JSONField(default=dict, blank=True)
    file = models.FileField(max_length=200, storage=private_storage, blank=True, default="")
    thumbnail = models.FileField(max_length=200, storage=private_storage, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    dhash = models.CharField(max_length=16, blank=True, default="")
    dhash_1 = dhash_segment(1)
    dhash_2 = dhash_segment(2)
    dhash_3 = dhash_segment(3)
    dhash_4 = dhash_segment(4)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    facts = models.JSONField(default=dict, blank=True)  # the rest of what intake learnt
    recipe_data = models.JSONField(default=dict, blank=True)
    title = models.CharField(max_length=255, blank=True, default="")
    alt_text = models.CharField(max_length=300, blank=True, default="")
    tags = models.JSONField(default=list, blank=True)
    topic = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.CC_BY)
    publish = models.BooleanField(default=False)
    decision = models.CharField(
        max_length=10, choices=NearDecision.choices, blank=True, default=NearDecision.ASK
    )
    duplicate_of = models.ForeignKey(
        "pictures.GalleryImage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    near_of = models.ForeignKey(
        "pictures.GalleryImage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    twin = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    image = models.ForeignKey(
        "pictures.GalleryImage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture = models.ForeignKey(
        "pictures.PicturePage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("imported file")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "entry"], name="one_row_an_entry"),
        ]
        indexes = [
            models.Index(fields=["batch", "state", "position"], name="import_file_state"),
            models.Index(fields=["batch", "sha256"], name="import_file_sha256"),
            models.Index(fields=["state", "updated_at"], name="import_file_age"),
            *(
                models.Index(
                    fields=["batch", f"dhash_{number}"], name=f"import_file_dhash_{number}"
                )
                for number in range(1, 5)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def recipe(self) -> Recipe:
        return Recipe.from_json(self.recipe_data)

    @property
    def sentence(self) -> str:
        """Why it failed, in the reader's language; "" where it did not."""
        return sentence_of(self.error_code, self.error_params, name=self.name)

    @property
    def is_settled(self) -> bool:
        """Whether nothing will happen to it any more by itself."""
        return self.state not in (ImportState.WAITING, ImportState.IMPORTING)

"""What search reads instead of pages: words, and the public pictures that hold them."""

from __future__ import annotations

from django.db import models


class TermKind(models.TextChoices):
    WORD = "w", "word"
    TAG = "t", "tag"
    MODEL = "m", "model"
    AUTHOR = "a", "author's name"
    USER = "u", "author's account"
    SEED = "s", "seed"


class SearchTerm(models.Model):
    """A piece of a word as an ASCII token, or a whole name with its `label` as it is written.

    `key` is the name without what people write differently. `pictures` is how many hold the term,
    as counted when the index was last rebuilt: it only tells where to begin.
    """

    token = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=1, choices=TermKind.choices, default=TermKind.WORD)
    label = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=200, blank=True, default="")
    pictures = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "search term"
        indexes = [models.Index(fields=["kind", "key"], name="search_term_name")]

    def __str__(self) -> str:
        return self.label or self.token


class SearchPosting(models.Model):
    """A picture holds a term."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="+", db_index=False)
    picture = models.ForeignKey("pictures.PicturePage", on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "search posting"
        constraints = [
            models.UniqueConstraint(fields=["term", "picture"], name="one_posting_a_term")
        ]

    def __str__(self) -> str:
        return f"{self.term_id} in {self.picture_id}"


class SearchText(models.Model):
    """The words of a picture as `pictures.searching.words` writes them, a line each field."""

    picture = models.OneToOneField(
        "pictures.PicturePage", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    text = models.TextField(default="")
    fingerprint = models.CharField(max_length=24, default="")  # of everything that was indexed

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "searched text"

    def __str__(self) -> str:
        return str(self.picture_id)

"""What is searched of a picture: only what every visitor may read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from pictures.models import PicturePage, PictureTag, Placement, TermKind
from pictures.searching.words import digest, line_of, name_key, runs_of, tokens_of

LONGEST_FIELD = 8000  # letters; what a prompt says beyond is not searched
MOST_TOKENS = 1500
LONGEST_LABEL = 200

# (token, kind, label, key) of a term
Term = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a picture for phrases, and the terms it is found by."""

    picture_id: int
    text: str
    terms: tuple[Term, ...]

    @property
    def fingerprint(self) -> str:
        return digest("\n".join([self.text, *(term[0] for term in self.terms)]))[:24]


def documents(picture_ids: Iterable[int]) -> dict[int, Document]:
    """The documents of those pictures that the public sees. Two queries."""
    ids = list(picture_ids)
    listed = Placement.objects.listed().filter(picture_id=OuterRef("pk"))
    pictures = PicturePage.objects.filter(Exists(listed), pk__in=ids).only(
        *("title", "caption", "alt_text", "author_name", "author_id"),
        *("recipe_data", "recipe_visibility"),
    )
    tags = _tags(ids)
    return {picture.pk: document(picture, tags[picture.pk]) for picture in pictures}


def document(picture: PicturePage, tags: list[tuple[int, str]]) -> Document:
    recipe = picture.shown_recipe  # a hidden prompt is not in it
    fields = [
        picture.title,
        picture.caption,
        *(name for _pk, name in tags),
        picture.author_name,
        recipe.model,
        picture.alt_text,
        recipe.prompt,
    ]
    lines, terms = [], dict[str, Term]()
    for field in fields:
        runs = runs_of(field[:LONGEST_FIELD])
        lines.append(line_of(runs))
        for token in tokens_of(runs):
            terms.setdefault(token, (token, TermKind.WORD, "", ""))
    words = sorted(list(terms.values())[:MOST_TOKENS])
    names = [_name(TermKind.TAG, name, str(pk)) for pk, name in tags]
    if recipe.model:
        names.append(_name(TermKind.MODEL, recipe.model))
    if picture.author_name:
        names.append(_name(TermKind.AUTHOR, picture.author_name))
    elif picture.author_id:
        names.append((user_token(picture.author_id), TermKind.USER, "", ""))
    if recipe.seed is not None:
        names.append((f"s.{recipe.seed}", TermKind.SEED, "", ""))
    text = "\n".join(line for line in lines if line)
    return Document(picture.pk, text, (*words, *dict.fromkeys(names)))


def user_token(user_id: int) -> str:
    return f"u.{user_id}"


def _name(kind: str, label: str, of: str = "") -> Term:
    label = label[:LONGEST_LABEL]
    key = name_key(label)[:LONGEST_LABEL]
    return f"{kind}.{of or digest(label)}", kind, label, key


def _tags(picture_ids: list[int]) -> dict[int, list[tuple[int, str]]]:
    rows = PictureTag.objects.filter(content_object_id__in=picture_ids).order_by("tag_id")
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for picture_id, tag_id, name in rows.values_list("content_object_id", "tag_id", "tag__name"):
        found[picture_id].append((tag_id, name))
    return found

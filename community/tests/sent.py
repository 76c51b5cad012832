"""Topics that take pictures, members who may send, and pictures that were sent."""

from __future__ import annotations

import io
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile

from community import submission_files
from community.models import Submission
from community.submission_rules import set_rules
from community.submitting import Words, submit
from pictures.factories import unlike_file
from pictures.models import GalleryImage, ImportFile
from pictures.models.gallery_image import private_storage

WORDS = {
    "title": "항구의 아침",
    "alt_text": "안개 낀 항구와 작은 배",
    "caption": "첫 배가 나가기 전입니다.",
    "tags": "항구, 안개",
    "licence": "cc-by",
    "recipe_visibility": "public",
    "ai_generated": "on",
}


def takes_pictures(topic, words: str = "") -> None:
    set_rules(topic, takes=True, words=words)


def verified(user):
    EmailAddress.objects.get_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return user


def upload(data: bytes | None = None, *, seed: int = 1, name: str = "harbour.png"):
    data = unlike_file(seed) if data is None else data
    return SimpleUploadedFile(name, data, content_type="image/png")


def bring(client, topic, data: bytes | None = None, *, seed: int = 1, name: str = "harbour.png"):
    """The answer to the first step: a redirect to the second where the file passed."""
    form = {"topic": topic.pk, "file": upload(data, seed=seed, name=name)}
    return client.post("/me/submissions/new/", form)


def send(user, topic, *, seed: int = 1, **words: Any) -> Submission:
    """A submission, without a browser."""
    row = submission_files.receive(user, topic, io.BytesIO(unlike_file(seed)), f"{seed}.png")
    said = {
        "title": f"항구 {seed}",
        "alt_text": "안개 낀 항구",
        "caption": "",
        "tags": [],
        "licence": "cc-by",
        "recipe_visibility": "public",
        **words,
    }
    return submit(user=user, topic=topic, row=row, words=Words(**said))


def stored_files() -> set[str]:
    """Every private file, wherever it lies."""
    storage = private_storage()
    found: set[str] = set()
    folders = [""]
    while folders:
        folder = folders.pop()
        if folder and not storage.exists(folder):
            continue
        try:
            inner, names = storage.listdir(folder)
        except FileNotFoundError:
            continue
        found |= {f"{folder}/{name}".lstrip("/") for name in names}
        folders += [f"{folder}/{name}".lstrip("/") for name in inner]
    return found


def named_files() -> set[str]:
    """The private files that rows name."""
    names = set(GalleryImage.objects.values_list("file", flat=True))
    for file, thumbnail in ImportFile.objects.values_list("file", "thumbnail"):
        names |= {file, thumbnail}
    return names - {""}

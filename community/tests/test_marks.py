"""What public files say of their author follows what the author is called here."""

from __future__ import annotations

import pytest

from community.profiles import set_nickname
from pictures import headers
from pictures.models import PicturePage

pytestmark = pytest.mark.django_db


def marks(picture: PicturePage) -> set[bytes]:
    found = set()
    for rendition in picture.image.renditions.all():
        with rendition.file.open("rb") as file:
            found.add(headers.survey(file.read()).xmp.rstrip(b"\0"))  # a WebP fills up
    return found


class TestMarks:
    def test_follow_the_nickname_of_an_author(self, hang, bo, django_capture_on_commit_callbacks):
        picture = hang()
        PicturePage.objects.filter(pk=picture.pk).update(author=bo)
        with django_capture_on_commit_callbacks(execute=True):
            set_nickname(bo.profile, "보라색")
        [mark] = marks(picture)
        assert "보라색".encode() in mark
        with django_capture_on_commit_callbacks(execute=True):
            bo.delete()
        [mark] = marks(picture)
        assert "보라색".encode() not in mark

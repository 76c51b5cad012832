"""Recipes in files beside the picture."""

from __future__ import annotations

import json

import pytest

from pictures.intake_errors import EmptyFileError, TooMuchTextError
from pictures.recipe import EMPTY, Recipe
from pictures.sidecars import is_sidecar_name, merged, picture_names_of, read_sidecar
from pictures.tests.painted import INFOTEXT


class TestName:
    @pytest.mark.parametrize(
        "name", ["a.txt", "a.png.txt", "a.JSON", "dir/a.swarm.json", "가.txt", "a.b.json"]
    )
    def test_of_a_sidecar_is_known(self, name):
        assert is_sidecar_name(name)

    @pytest.mark.parametrize("name", ["a.png", ".txt", ".json", ".swarm.json", "txt", "a.txt.zip"])
    def test_of_anything_else_is_not(self, name):
        assert not is_sidecar_name(name)
        assert picture_names_of(name) == []

    def test_leads_to_the_picture(self):
        assert picture_names_of("A.png.txt") == ["a.png"]
        assert picture_names_of("Set 1/a.json")[:3] == [
            "set 1/a.png",
            "set 1/a.jpg",
            "set 1/a.webp",
        ]
        assert "cat.jpeg" in picture_names_of("cat.swarm.json")


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
    def test_is_read_in_every_encoding_of_unicode(self, encoding):
        text = INFOTEXT.replace("a lighthouse", "붉은 등대")
        assert read_sidecar("a.txt", text.encode(encoding)).prompt == "붉은 등대"

    def test_is_read_in_the_encoding_of_old_korean_editors(self):
        text = INFOTEXT.replace("a lighthouse", "붉은 등대")
        assert read_sidecar("a.txt", text.encode("cp949")).prompt == "붉은 등대"

    def test_of_unknown_form_is_kept_raw(self):
        assert read_sidecar("a.txt", b"shot on a rainy day") == Recipe(raw="shot on a rainy day")

    def test_that_is_no_text_at_all_is_kept_as_far_as_it_can_be_read(self):
        assert read_sidecar("a.txt", bytes(range(128, 256))).standing == "raw"

    def test_that_is_too_long_is_refused_by_name(self):
        with pytest.raises(TooMuchTextError, match=r"a\.txt"):
            read_sidecar("a.txt", b"x" * (2 * 1024**2 + 1))

    @pytest.mark.parametrize("data", [b"", b" \n", b"\xef\xbb\xbf", b"\0\0\0"])
    def test_that_is_empty_is_refused_by_name(self, data):
        with pytest.raises(EmptyFileError, match=r"a\.txt"):
            read_sidecar("a.txt", data)


class TestOwnJson:
    @pytest.mark.parametrize(
        "recipe",
        [
            Recipe(prompt="a cat", seed=1, raw="a cat …"),
            Recipe(prompt="a cat", extras={"Clip skip": "2"}, is_partial=True, raw="?"),
            Recipe(seed=2**64 - 1, model="a/b", is_corrected=True, raw="?"),
            Recipe(raw="nobody knows"),
        ],
    )
    def test_is_read_as_it_was_written(self, recipe):
        assert read_sidecar("a.json", json.dumps(recipe.as_json()).encode()) == recipe


class TestMerged:
    READ, PARTLY, RAW = Recipe(seed=1), Recipe(seed=1, is_partial=True), Recipe(raw="?")
    BESIDE = Recipe(seed=2)

    def test_the_file_itself_wins_where_it_tells_something(self):
        for own in (self.READ, self.PARTLY):
            assert merged(own, self.BESIDE) is own

    def test_the_sidecar_fills_where_the_file_tells_nothing_that_is_understood(self):
        for own in (EMPTY, self.RAW):
            assert merged(own, self.BESIDE) is self.BESIDE

    def test_of_two_texts_that_nobody_understands_the_files_own_stays(self):
        assert merged(self.RAW, Recipe(raw="!")) is self.RAW
        assert merged(EMPTY, Recipe(raw="!")).raw == "!"
        assert merged(self.READ, EMPTY) is self.READ

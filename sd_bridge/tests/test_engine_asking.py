"""Requests are checked before they are made, and every problem has words."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from sd_bridge import engines
from sd_bridge.engines import sentences
from sd_bridge.engines.asking import ImageToImage, Interrogation, TextToImage, Upscale
from sd_bridge.engines.checking import check
from sd_bridge.engines.data import Difference, EngineLists
from sd_bridge.engines.errors import EngineRefused, RequestInvalid, sentence_for
from sd_bridge.engines.features import (
    FEATURES,
    NONE_INSTALLED,
    NOT_IN_PROGRAM,
    NOT_OFFERED,
    NOT_TOLD,
    UNREADABLE,
)

SOURCES = sorted(Path(engines.__path__[0]).rglob("*.py"))


class TestTextToImage:
    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"prompt": "가" * 10_000, "negative_prompt": "x" * 10_000},
            {"width": 2048, "height": 2048, "steps": 150, "cfg_scale": 30.0, "count": 8},
            {"width": 64, "height": 64, "steps": 1, "cfg_scale": 1.0, "seed": 0},
            {"seed": 2**32 - 1, "scheduler": "Karras", "model": "x"},
        ],
    )
    def test_takes_what_is_within_bounds(self, values):
        request = TextToImage(**{"prompt": "a lighthouse"} | values)
        assert pickle.loads(pickle.dumps(request)) == request

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("prompt", ""),
            ("prompt", " \n"),
            ("prompt", "x" * 100_000),
            ("prompt", "nul \x00"),
            ("prompt", "half \ud83d"),
            ("negative_prompt", "x" * 10_001),
            ("width", 0),
            ("width", 65),
            ("width", 2056),
            ("height", 56),
            ("steps", 0),
            ("steps", 151),
            ("cfg_scale", 0.9),
            ("cfg_scale", 30.1),
            ("cfg_scale", float("nan")),
            ("cfg_scale", float("inf")),
            ("seed", -2),
            ("seed", 2**32),
            ("count", 0),
            ("count", 9),
            ("sampler", " "),
            ("scheduler", "x" * 301),
            ("model", "x\x00"),
        ],
    )
    def test_names_the_field_that_is_not(self, field, value):
        with pytest.raises(RequestInvalid) as caught:
            TextToImage(**{"prompt": "a lighthouse"} | {field: value})
        assert list(caught.value.fields) == [field]
        assert caught.value.fields[field]

    def test_names_all_of_them_at_once(self):
        with pytest.raises(RequestInvalid) as caught:
            TextToImage(prompt="", steps=0, count=99)
        assert set(caught.value.fields) == {"prompt", "steps", "count"}
        assert pickle.loads(pickle.dumps(caught.value)).fields == caught.value.fields


PICTURE = b"any bytes: whether they are a picture is found out before sending"


class TestTheOtherRequests:
    @pytest.mark.parametrize(
        "request_of",
        [
            lambda: TextToImage(prompt="a", count=8, batch_size=4, styles=("x", "y"), eta=0.0),
            lambda: TextToImage(prompt="a", variation_seed=7, variation_strength=1.0),
            lambda: TextToImage(prompt="a", hires_upscaler="Latent", hires_scale=4.0, eta=1),
            lambda: ImageToImage(prompt="a", image=PICTURE, denoising=0.0, resize_mode=2),
            lambda: Upscale(image=PICTURE, upscaler="Lanczos", upscale_by=1.0),
            lambda: Interrogation(image=PICTURE, interrogator="deepdanbooru"),
        ],
    )
    def test_take_what_is_within_bounds(self, request_of):
        request = request_of()
        assert pickle.loads(pickle.dumps(request)) == request
        assert "any bytes" not in repr(request)

    @pytest.mark.parametrize(
        ("kind", "field", "value"),
        [
            (TextToImage, "batch_size", 0),
            (TextToImage, "batch_size", 3),  # of four
            (TextToImage, "batch_size", 5),
            (TextToImage, "styles", ("x",) * 21),
            (TextToImage, "styles", ("",)),
            (TextToImage, "styles", (1,)),
            (TextToImage, "styles", "one text"),
            (TextToImage, "variation_seed", -2),
            (TextToImage, "variation_strength", 1.1),
            (TextToImage, "eta", -0.1),
            (TextToImage, "eta", float("nan")),
            (TextToImage, "refiner_switch_at", 2),
            (TextToImage, "refiner", "x" * 301),
            (TextToImage, "hires_scale", 4.1),
            (TextToImage, "hires_scale", 0.5),
            (TextToImage, "hires_steps", -1),
            (TextToImage, "hires_denoising", 1.5),
            (TextToImage, "hires_prompt", "x" * 10_001),
            (TextToImage, "hires_negative_prompt", "\x00"),
            (TextToImage, "hires_model", "x" * 301),
            (TextToImage, "restore_faces", "yes"),
            (TextToImage, "tiling", 1),
            (TextToImage, "steps", "20"),
            (TextToImage, "steps", True),
            (TextToImage, "steps", 20.5),
            (TextToImage, "prompt", None),
            (ImageToImage, "image", b""),
            (ImageToImage, "image", b"x" * (32 * 1024 * 1024 + 1)),
            (ImageToImage, "denoising", -0.1),
            (ImageToImage, "resize_mode", 3),
            (ImageToImage, "steps", 0),
            (Upscale, "image", b""),
            (Upscale, "upscaler", " "),
            (Upscale, "upscale_by", 5),
            (Upscale, "codeformer_weight", 2),
            (Upscale, "upscaler_2_visibility", float("inf")),
            (Interrogation, "interrogator", "oracle"),
            (Interrogation, "image", b""),
        ],
    )
    def test_name_the_field_that_is_not(self, kind, field, value):
        fields = {
            TextToImage: {"prompt": "a", "count": 4},
            ImageToImage: {"prompt": "a", "image": PICTURE},
            Upscale: {"image": PICTURE, "upscaler": "Lanczos"},
            Interrogation: {"image": PICTURE},
        }[kind]
        with pytest.raises(RequestInvalid) as caught:
            kind(**fields | {field: value})
        assert list(caught.value.fields) == [field]
        assert caught.value.fields[field]

    def test_bound_the_enlarged_picture_only_where_one_is_asked_for(self):
        large = {"prompt": "a", "width": 2048, "height": 2048, "hires_scale": 3.0}
        assert TextToImage(**large).size == (2048, 2048)
        with pytest.raises(RequestInvalid) as caught:
            TextToImage(**large, hires_upscaler="Latent")
        assert list(caught.value.fields) == ["hires_scale"]

    def test_take_lists_out_of_json(self):
        assert TextToImage(prompt="a", styles=["x"]).styles == ("x",)


class TestSentences:
    def test_name_what_was_asked(self):
        error = EngineRefused("unknown_sampler", name="Euler b")
        assert "“Euler b”" in error.sentence
        stored = error.as_json()
        assert sentence_for(stored["code"], stored["params"]) == error.sentence

    def test_of_a_percent_sign_are_no_format(self):
        assert "100%s" in EngineRefused("unknown_model", name="100%s").sentence
        assert "100%d" in Difference("sampler_replaced", "100%d", "x").sentence

    @pytest.mark.parametrize(("code", "params"), [("of another version", {}), ("unknown_lora", {})])
    def test_of_unknown_codes_are_general(self, code, params):
        assert sentence_for(code, params) == str(sentences.SENTENCES["failed"])

    def test_follow_the_active_language(self):
        with override("en"):
            assert sentence_for("timed_out").startswith("The picture engine did not answer in time")

    def test_are_there_for_every_code_in_the_source(self):
        used = {code for path in SOURCES for code in _codes_in(path)}
        assert used
        assert used <= {*sentences.SENTENCES, *sentences.DIFFERENCES}

    @pytest.mark.parametrize(
        "feature",
        [
            "img2img",
            "upscale",
            "interrogate",
            "deepdanbooru",
            "hires",
            "styles",
            "refiner",
            "variation_seed",
            "restore_faces",
            "tiling",
            "eta",
        ],
    )
    def test_are_there_for_everything_a_request_can_want(self, feature):
        wanting = {
            "img2img": ImageToImage(prompt="a", image=PICTURE),
            "upscale": Upscale(image=PICTURE, upscaler="x"),
            "interrogate": Interrogation(image=PICTURE),
            "deepdanbooru": Interrogation(image=PICTURE, interrogator="deepdanbooru"),
            "hires": TextToImage(prompt="a", hires_upscaler="Latent"),
            "styles": TextToImage(prompt="a", styles=("x",)),
            "refiner": TextToImage(prompt="a", refiner="x"),
            "variation_seed": TextToImage(prompt="a", variation_strength=0.5),
            "restore_faces": TextToImage(prompt="a", restore_faces=True),
            "tiling": TextToImage(prompt="a", tiling=True),
            "eta": TextToImage(prompt="a", eta=0.0),
        }
        lacking = EngineLists(reasons=((feature, NOT_IN_PROGRAM),))
        with pytest.raises(EngineRefused, match=f"lacks_{feature}") as caught:
            check(wanting[feature], lacking)
        assert feature in FEATURES
        assert caught.value.sentence != str(sentences.SENTENCES["failed"])

    def test_are_there_for_every_reason_of_an_absence(self):
        reasons = {NOT_IN_PROGRAM, NOT_OFFERED, NONE_INSTALLED, UNREADABLE, NOT_TOLD}
        assert reasons == set(sentences.ABSENT)

    def test_tell_no_address_and_no_path(self):
        for table in (
            sentences.SENTENCES,
            sentences.INVALID_FIELDS,
            sentences.DIFFERENCES,
            sentences.ABSENT,
        ):
            for sentence in table.values():
                assert not re.search(r"https?:|/\w", str(sentence))


def _codes_in(path: Path) -> list[str]:
    """Constant first arguments of errors and differences."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and re.fullmatch(r"Engine(?!Lists)\w+|Difference", node.func.id)
        and node.args
        and isinstance(node.args[0], ast.Constant)
    ]

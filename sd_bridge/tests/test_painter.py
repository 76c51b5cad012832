"""The demo painter: the same words, seed and size give the same picture."""

import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from sd_bridge.demo_webui.painter import (
    LOOKS,
    Ground,
    Interrupted,
    Painting,
    Weighted,
    paint,
    read_wish,
)
from sd_bridge.demo_webui.painter.dice import Dice, VariedDice
from sd_bridge.demo_webui.painter.palettes import PALETTES
from sd_bridge.demo_webui.painter.styles import STYLES
from sd_bridge.demo_webui.painter.touches import LORAS
from sd_bridge.demo_webui.painter.words import USUAL_PALETTES, USUAL_STYLES

ROOT = Path(__file__).resolve().parents[2]
SMALL = {"width": 96, "height": 64}

# One prompt a style, so that every style is painted by these tests.
STYLE_PROMPTS = {
    "landscape": "mountain lake",
    "city": "city skyline",
    "marble": "marble",
    "silk": "silk",
    "planet": "planet",
    "nebula": "nebula",
    "waves": "seigaiha waves",
    "dunes": "desert dunes",
    "bamboo": "bamboo",
    "hanok": "hanok roofs",
}


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the colours, 0…255; `one` is scaled to the size of `other`."""
    scaled = one.resize(other.size, Image.Resampling.BICUBIC)
    return float(np.abs(np.asarray(scaled, float) - np.asarray(other, float)).mean())


def saturation(picture: Image.Image) -> float:
    return float(np.asarray(picture.convert("HSV"))[..., 1].mean())


def brightness(picture: Image.Image) -> float:
    return float(np.asarray(picture.convert("L")).mean())


class TestWords:
    def test_every_style_has_a_prompt_here_and_usual_colours(self):
        assert set(STYLE_PROMPTS) == set(STYLES) == set(USUAL_PALETTES)
        assert set(USUAL_STYLES) == set(PALETTES)

    @pytest.mark.parametrize(("style", "prompt"), STYLE_PROMPTS.items())
    def test_choose_the_style(self, style, prompt):
        assert read_wish(prompt).style == style

    @pytest.mark.parametrize(
        ("korean", "english"),
        [
            ("붉은 노을, 산과 호수", "red sunset, mountain and lake"),
            ("네온 도시의 밤", "neon city at night"),
            ("황금 대리석", "golden marble"),
            ("분홍 비단", "pink silk"),
            ("새벽의 행성과 고리", "planet with a ring at dawn"),
            ("바다의 파도", "waves of the sea"),
            ("수묵 대나무", "bamboo, ink wash"),
            ("눈 내린 한옥", "hanok in the snow"),
            ("노을 진 사막", "desert at sunset"),
            ("보랏빛 성운", "purple nebula"),
        ],
    )
    def test_mean_the_same_in_korean_and_english(self, korean, english):
        one, other = read_wish(korean), read_wish(english)
        assert (one.style, one.palette) == (other.style, other.palette)

    @pytest.mark.parametrize(
        ("prompt", "palette"),
        [
            ("대나무 숲의 밤", "night"),
            ("사막의 노을", "dusk"),
            ("눈 덮인 산", "snow"),
            ("(neon:1.4) marble <lora:sunset:0.8>", "neon"),
        ],
    )
    def test_choose_the_palette(self, prompt, palette):
        assert read_wish(prompt).palette == palette

    def test_do_not_count_inside_other_words(self):
        assert "mountain" not in read_wish("산책하는 사람").motifs
        assert "stars" not in read_wish("starting line").motifs

    def test_match_decomposed_hangul(self):
        import unicodedata

        assert read_wish(unicodedata.normalize("NFD", "대리석")).style == "marble"


class TestPaint:
    @pytest.mark.parametrize("prompt", STYLE_PROMPTS.values())
    @pytest.mark.parametrize("size", [(8, 8), (36, 64), (64, 36), (320, 40)])
    def test_fills_the_size_asked_for(self, prompt, size):
        picture = paint(prompt, seed=3, width=size[0], height=size[1])
        assert (picture.size, picture.mode) == (size, "RGB")
        assert len(set(picture.get_flattened_data())) > 20

    def test_is_the_same_in_another_process(self):
        code = (
            "import hashlib; from sd_bridge.demo_webui.painter import paint;"
            "print(*(hashlib.sha256(paint(p, seed=11, width=96, height=64).tobytes()).hexdigest()"
            f" for p in {list(STYLE_PROMPTS.values())!r}))"
        )
        run = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        here = [
            hashlib.sha256(paint(prompt, seed=11, **SMALL).tobytes()).hexdigest()
            for prompt in STYLE_PROMPTS.values()
        ]
        assert run.stdout.split() == here

    @pytest.mark.parametrize("prompt", STYLE_PROMPTS.values())
    def test_composes_anew_for_another_seed(self, prompt):
        assert difference(paint(prompt, seed=1, **SMALL), paint(prompt, seed=2, **SMALL)) > 4

    def test_is_vivid_with_high_guidance(self):
        calm = paint("silk", seed=1, cfg_scale=2, **SMALL)
        assert saturation(paint("silk", seed=1, cfg_scale=14, **SMALL)) > saturation(calm) + 5

    def test_heeds_the_negative_prompt(self):
        plain = paint("mountain lake", seed=1, **SMALL)
        lighter = paint("mountain lake", seed=1, negative_prompt="어두운", **SMALL)
        assert brightness(lighter) > brightness(plain) + 3

    def test_has_more_detail_with_more_steps(self):
        def detail(steps: int) -> float:
            picture = paint("nebula", seed=1, width=192, height=128, steps=steps)
            field = np.asarray(picture.convert("L"), float)
            return float(np.abs(np.diff(field, axis=1)).mean())

        assert detail(20) > detail(1) * 1.1

    @pytest.mark.parametrize("model", sorted(set(LOOKS) - {"demo-painter"}))
    def test_looks_different_with_another_model(self, model):
        usual = paint("mountain lake at dusk", seed=1, **SMALL)
        assert difference(usual, paint("mountain lake at dusk", seed=1, model=model, **SMALL)) > 10


class TestVariedDice:
    @pytest.mark.parametrize("strength", [0.1, 0.5, 0.8])
    def test_throw_as_evenly_as_either(self, strength):
        thrown = VariedDice(Dice("a"), Dice("b"), strength).floats(40_000)
        shares = np.histogram(thrown, bins=10, range=(0, 1))[0] / thrown.size
        assert np.abs(shares - 0.1).max() < 0.01
        assert thrown.max() < 1

    def test_go_from_one_to_the_other(self):
        one, other = Dice("a").floats(500), Dice("b").floats(500)
        near = VariedDice(Dice("a"), Dice("b"), 0.1).floats(500)
        assert np.abs(near - one).mean() < np.abs(other - one).mean() / 4
        assert np.array_equal(VariedDice(Dice("a"), Dice("b"), 1.0).floats(500), other)

    @pytest.mark.parametrize("prompt", STYLE_PROMPTS.values())
    def test_lead_every_style_away_by_degrees(self, prompt):
        plain = paint(prompt, seed=1, **SMALL)

        def away(variation: float) -> float:
            wanted = {"seed": 1, "subseed": 2, "variation": variation, **SMALL}
            return difference(Painting(prompt, **wanted).finished(), plain)

        assert away(0.0) == 0
        assert away(0.1) < away(1.0)


class TestTouches:
    @pytest.mark.parametrize("name", LORAS)
    def test_of_each_lora_are_seen(self, name):
        wanted = {"seed": 1, "width": 192, "height": 128}
        plain = paint("mountain lake at dusk", **wanted)
        touched = Painting(
            "mountain lake at dusk", touches=(Weighted(LORAS[name]),), **wanted
        ).finished()
        assert difference(plain, touched) > 5

    def test_without_weight_change_nothing(self):
        wanted = {"seed": 1, **SMALL}
        touches = tuple(Weighted(touch, 0.0) for touch in LORAS.values())
        touched = Painting("silk", touches=touches, **wanted).finished()
        assert touched.tobytes() == paint("silk", **wanted).tobytes()

    def test_leave_the_words_to_themselves(self):
        one = paint("silk <lora:ink_wash:1>", seed=1, **SMALL)
        assert one.tobytes() == paint("silk", seed=1, **SMALL).tobytes()


class TestGround:
    @pytest.mark.parametrize("prompt", STYLE_PROMPTS.values())
    def test_shows_less_the_stronger_it_is_painted_over(self, prompt):
        below = paint("marble", seed=8, **SMALL)

        def left(strength: float) -> float:
            over = Painting(prompt, seed=1, ground=Ground(below, strength), **SMALL)
            return difference(over.finished(), below)

        found = [left(strength) for strength in (0.0, 0.25, 0.6, 1.0)]
        assert found[0] == 0
        assert found == sorted(found)

    def test_has_previews_that_come_closer(self):
        below = paint("marble", seed=8, width=144, height=96)
        over = Painting(
            "neon city", seed=1, width=144, height=96, steps=8, ground=Ground(below, 0.6)
        )
        whole = over.finished()
        assert difference(over.preview(8), whole) < difference(over.preview(1), whole)


class TestOnStep:
    @pytest.mark.parametrize("prompt", STYLE_PROMPTS.values())
    def test_previews_come_closer_to_the_picture(self, prompt):
        previews = {}

        def on_step(number, make_preview):
            if number in (1, 6, 12):
                previews[number] = make_preview()

        picture = paint(prompt, seed=5, width=144, height=216, steps=12, on_step=on_step)
        first, middle, last = (difference(previews[n], picture) for n in (1, 6, 12))
        assert first > last
        assert middle > last
        assert last < 9

    def test_is_called_once_a_step(self):
        steps = []
        paint("silk", seed=1, steps=4, on_step=lambda number, _: steps.append(number), **SMALL)
        assert steps == [1, 2, 3, 4]

    def test_does_not_change_the_picture(self):
        watched = paint("waves", seed=1, on_step=lambda _, make: make(), **SMALL)
        assert watched.tobytes() == paint("waves", seed=1, **SMALL).tobytes()

    def test_stops_the_painting(self):
        steps = []

        def on_step(number, make_preview):
            steps.append(number)
            if number == 3:
                raise Interrupted

        with pytest.raises(Interrupted):
            paint("silk", seed=1, on_step=on_step, **SMALL)
        assert steps == [1, 2, 3]

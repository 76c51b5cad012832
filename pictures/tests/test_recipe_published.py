"""Real pictures of five programs, published as test material by another reader of recipes."""

from __future__ import annotations

import pytest

from pictures import headers
from pictures.intake import take_in
from pictures.intake_errors import IntakeError
from pictures.recipe import Recipe
from pictures.recipe_reader import read_recipe
from pictures.tests import published

WOMAN = (
    "professional full body photo of young woman, hyper long brunette hair, elegant hair, wearing "
    "a bikini top and asymmetric short skirt, curvy body, long legs, (imperfect skin), detailed "
    "skin, intense freckles, super long eye lashes, at night, outside, city background, 8k ultra "
    "detailed, realistic, high quality, film grain, low contrast"
)
A_DUCK = {
    "prompt": "photo of a duck",
    "negative_prompt": "monochrome",
    "sampler": "UniPC",
    "steps": 15,
    "seed": 235284042,
    "guidance": 5.0,
    "model": "realistic_realisticVisionV20_v20",
    "model_hash": "c0d1994c73",
    "width": 512,
    "height": 400,
}
A_WOMAN = {
    "program": "InvokeAI",
    "prompt": WOMAN,
    "negative_prompt": "rendering, glowing eyes, skinny",
    "sampler": "k_lms",
    "steps": 50,
    "seed": 2980747362,
    "guidance": 5.0,
    "width": 512,
    "height": 768,
}
# As that package's own tests tell them.
KNOWN = {
    "parsers/AUTOMATIC1111/automatic1111_cropped.png": A_DUCK,
    "parsers/AUTOMATIC1111/automatic1111_cropped.jpg": A_DUCK,
    "bad_images/text_after_idat.png": A_DUCK,
    "parsers/ComfyUI/img2img_cropped.png": {
        "program": "ComfyUI",
        "prompt": "photograph of victorian woman with wings, sky clouds, meadow grass",
        "negative_prompt": "watermark, text",
        "sampler": "sample_dpmpp_2m",
        "scheduler": "normal",
        "steps": 20,
        "seed": 280823642470253,
        "guidance": 8.0,
        "model": "v1-5-pruned-emaonly",
        "extras": {"Denoising strength": "0.87"},
    },
    "parsers/ComfyUI/night_evening_day_morning_cropped.png": {
        "sampler": "dpmpp_sde",
        "steps": 13,
        "seed": 335608130539327,
        "guidance": 8.5,
        "model": "Anything-V3.0",
        "width": 704,
        "height": 1280,
    },
    "parsers/ComfyUI/unclip_2pass_cropped.png": {
        "steps": 26,
        "seed": 1106257833005336,
        "sampler": "uni_pc_bh2",
        "model": "wd-1-5-beta2-aesthetic-unclip-h-fp32",
    },
    "parsers/ComfyUI/noisy_latents_3_subjects_cropped.png": {
        "program": "ComfyUI",
        "model": "Anything-V3.0",
        "is_partial": True,  # several samplers painted parts of it
    },
    "parsers/Fooocus/fooocus1_cropped.png": {
        "program": "Fooocus",
        "prompt": "a smiling goldfish",
        "sampler": "dpmpp_2m_sde_gpu",
        "scheduler": "karras",
        "steps": 30,
        "seed": 6952411511246973023,
        "guidance": 4.0,
        "model": "juggernautXL_v8Rundiffusion",
        "model_hash": "aeb7e9e689",
        "width": 768,
        "height": 1280,
        "version": "Fooocus v2.4.3",
    },
    "parsers/InvokeAI/invokeai_dream1.png": A_WOMAN,
    "parsers/InvokeAI/invokeai_sdmeta1.png": {
        **A_WOMAN,
        "model": "deliberateForInvoke_v08",
        "model_hash": "56d1442a0feefd64836a19ac8e3527ec71c884fc962e246ddf67b03e42921272",
    },
    "parsers/InvokeAI/invokeai_imeta1.png": {
        "program": "InvokeAI",
        "prompt": "digital artwork, oil painting. painterly brushstrokes, holidays,",
        "sampler": "euler",
        "steps": 35,
        "seed": 3293022630,
        "guidance": 8.0,
        "model": "juggernautXL",
        "width": 1024,
        "height": 1024,
    },
    "parsers/NovelAI/novelai1_cropped.png": {
        "program": "NovelAI",
        "prompt": "masterpiece, best quality,  cat, space, icon",
        "sampler": "k_euler_ancestral",
        "steps": 50,
        "seed": 2253955223,
        "guidance": 10.0,
        "model": "Stable Diffusion",
        "model_hash": "1D44365E",
    },
}
COMFYUI = sorted(name for name in KNOWN if "ComfyUI" in name)
HIDDEN = "parsers/AUTOMATIC1111/automatic1111_stealth.png"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return published.pictures()


def told(data: bytes) -> Recipe:
    """Most were cut down to one pixel, which intake refuses: their texts are read without it."""
    return read_recipe(headers.survey(data).texts)


class TestPublishedPictures:
    @pytest.mark.parametrize("name", KNOWN)
    def test_are_read_as_their_makers_say(self, files, name):
        recipe = told(files[name])
        assert {key: getattr(recipe, key) for key in KNOWN[name]} == KNOWN[name]

    @pytest.mark.parametrize("name", COMFYUI)
    def test_tell_the_same_in_the_graph_that_ran_and_the_one_that_was_drawn(self, files, name):
        texts = headers.survey(files[name]).texts
        assert read_recipe({"workflow": texts["workflow"]}) == told(files[name])

    def test_tell_what_is_hidden_in_their_pixels(self, files):
        recipe = take_in(files[HIDDEN]).recipe
        assert (recipe.prompt, recipe.negative_prompt) == ("a circle", "a square")
        assert (recipe.seed, recipe.model) == (2015833630, "realisticVisionV51_v51VAE")

    def test_are_all_known_here(self, files):
        assert {name for name in files if "/empty_" not in name} == {*KNOWN, HIDDEN}

    def test_are_refused_in_words_where_they_are_too_small_or_empty(self, files):
        for name, data in files.items():
            if name != HIDDEN:
                with pytest.raises(IntakeError):
                    take_in(data, name=name)

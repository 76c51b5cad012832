"""What programs write that leave an infotext: texts made up here, in their form."""

from __future__ import annotations

from pictures.recipe import Lora
from pictures.tests.sample import HEIGHT, SEED, WIDTH, told

A1111 = told(
    f"Steps: 24, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, Seed: {SEED}, "
    f"Size: {WIDTH}x{HEIGHT}, Model hash: 9ce000b877, Model: painter-xl, "
    'Lora hashes: "mist: 1234567890ab, rain: ba0987654321", Version: v1.10.1',
    "AUTOMATIC1111",
    sampler="DPM++ 2M",
    scheduler="Karras",
    model="painter-xl",
    loras=(Lora("mist", None, "1234567890ab"), Lora("rain", None, "ba0987654321")),
)
FORGE = told(
    f"Steps: 24, Sampler: Euler, Schedule type: Simple, CFG scale: 6.5, "
    f"Distilled CFG Scale: 3.5, Seed: {SEED}, Size: {WIDTH}x{HEIGHT}, Model hash: 9ce000b877, "
    "Model: flux1-dev, Version: f2.0.1v1.10.1-previous-669-gdfdcbab6",
    "Forge",
    sampler="Euler",
    extras={"Distilled CFG Scale": "3.5"},
)
SDNEXT = told(
    f"Steps: 24, Size: {WIDTH}x{HEIGHT}, Sampler: Euler a, Seed: {SEED}, CFG scale: 6.5, "
    "CFG rescale: 0.7, App: SD.Next, Version: 0c7038e, Pipeline: StableDiffusionXLPipeline, "
    "Operations: txt2img; hires, Model: painter-xl, Model hash: 9ce000b877",
    "SD.Next",
    sampler="Euler a",
    version="0c7038e",
)
SDCPP = told(
    f"Steps: 24, CFG scale: 6.500000, Guidance: 3.500000, Eta: inf, Seed: {SEED}, "
    f"Size: {WIDTH}x{HEIGHT}, Model: painter-xl.safetensors, RNG: cuda, Sampler: euler_a, "
    'Version: stable-diffusion.cpp, SDCPP: {"cache":{"mode":"off, really: off"},"loras":[]}',
    "stable-diffusion.cpp",
    sampler="euler_a",
)
FOOOCUS_A1111 = told(
    f"Steps: 24, Sampler: DPM++ 2M SDE, Scheduler: karras, Seed: {SEED}, "
    f'Size: {WIDTH}x{HEIGHT}, CFG scale: 6.5, Sharpness: 2, ADM Guidance: "(1.5, 0.8, 0.3)", '
    "Model: painter-xl, Model hash: aeb7e9e689, Performance: Speed, "
    'Lora hashes: "mist: 1234567890ab", Lora weights: "mist: 0.4", Version: Fooocus v2.4.3',
    "Fooocus",
    scheduler="karras",
    loras=(Lora("mist", 0.4, "1234567890ab"),),
)

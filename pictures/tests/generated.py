"""Every program, with what it writes."""

from __future__ import annotations

from pictures.tests import generated_comfyui as comfyui
from pictures.tests import generated_infotexts as infotexts
from pictures.tests import generated_objects as objects

SAMPLES = {
    "AUTOMATIC1111, reForge": infotexts.A1111,
    "Forge": infotexts.FORGE,
    "SD.Next": infotexts.SDNEXT,
    "stable-diffusion.cpp": infotexts.SDCPP,
    "Fooocus, scheme `a1111`": infotexts.FOOOCUS_A1111,
    "Fooocus, scheme `fooocus`": objects.FOOOCUS,
    "ComfyUI, prompt and workflow": comfyui.COMFYUI,
    "ComfyUI, workflow alone": comfyui.COMFYUI_UI,
    "InvokeAI since 3.0": objects.INVOKEAI,
    "InvokeAI 2, `sd-metadata`": objects.INVOKEAI_2,
    "InvokeAI 1, `Dream`": objects.DREAM,
    "NovelAI": objects.NOVELAI,
    "SwarmUI": objects.SWARMUI,
    "Draw Things": objects.DRAW_THINGS,
    "Easy Diffusion": objects.EASY_DIFFUSION,
    "Civitai": objects.CIVITAI,
    "HKPictures' own JSON": objects.HKPICTURES,
}

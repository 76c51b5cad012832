"""What SD.Next names otherwise than A1111: samplers, schedulers, styles, version."""

from typing import Any

from .catalogue import MODELS, VERSION
from .extras_catalogue import EMBEDDING_ROWS, PROMPT_STYLES
from .problems import AnswerError

DEFAULT_SAMPLER = "Default"
_CLASSES = {
    "UniPC": "UniPCMultistepScheduler",
    "DEIS": "DEISMultistepScheduler",
    "DDIM": "DDIMScheduler",
    "Euler": "EulerDiscreteScheduler",
    "Euler a": "EulerAncestralDiscreteScheduler",
    "Heun": "HeunDiscreteScheduler",
    "DPM++": "DPMSolverMultistepScheduler",
    "DPM++ 2M": "DPMSolverMultistepScheduler",
    "DPM++ 2M SDE": "DPMSolverMultistepScheduler",
    "DPM SDE": "DPMSolverSDEScheduler",
    "LCM": "LCMScheduler",
}
SAMPLERS = [{"name": name, "options": {}} for name in _CLASSES]
SCHEDULERS = [{"name": name, "cls": cls, "options": {}} for name, cls in _CLASSES.items()]
MODEL_ROWS = [model.row() | {"type": "demo"} for model in MODELS]
STYLE_ROWS: list[dict[str, str | None]] = [
    {**style, "extra": "", "filename": None, "preview": None} for style in PROMPT_STYLES
]
EMBEDDINGS: dict[str, list[str]] = {"loaded": list(EMBEDDING_ROWS), "skipped": []}
VERSION_ANSWER: dict[str, Any] = {
    "app": "sd.next",
    "version": VERSION,
    "updated": "",
    "commit": "demo",
    "branch": "demo",
    "url": "",
    "kanvas": None,
}


def sdnext_sampler(wanted: str | None) -> str:
    """The sampler of this name, whatever its case; AnswerError 404 for an unknown one."""
    for name in (DEFAULT_SAMPLER, *_CLASSES):
        if (wanted or DEFAULT_SAMPLER).casefold() == name.casefold():
            return name
    raise AnswerError(404, "Sampler not found")

"""How guidance, the negative prompt and the chosen model colour a picture."""

import re
from collections.abc import Mapping

from .dice import Dice
from .finish import Grade
from .words import plain

# Each demo model is the same painter with another look.
LOOKS: Mapping[str, Grade] = {
    "demo-painter": Grade(),
    "demo-painter-night": Grade(brightness=0.66, saturation=0.9, tint="#0a1c52", wash=0.22),
    "demo-painter-pastel": Grade(contrast=0.78, saturation=0.72, tint="#fff3ea", wash=0.24),
    "demo-painter-mono": Grade(contrast=1.08, saturation=0.0, tint="#f4e9d8", wash=0.04),
}

# Words of a negative prompt → change of (contrast, saturation, brightness).
_UNWANTED: tuple[tuple[str, tuple[float, float, float]], ...] = (
    (r"dark|gloomy|underexposed|어두운|어둡|칙칙", (0.0, 0.0, 0.07)),
    (r"bright|overexposed|밝은|눈부", (0.0, 0.0, -0.07)),
    (r"saturated|vivid|colou?rful|garish|화려|원색|채도", (0.0, -0.22, 0.0)),
    (r"dull|washed|faded|gr[ea]y|desaturated|바랜|탁한|회색", (0.03, 0.16, 0.0)),
    (r"blurry|lowres|low contrast|hazy|흐릿|흐린|저화질", (0.06, 0.02, 0.0)),
    (r"high contrast|harsh|강한 대비", (-0.10, 0.0, 0.0)),
)


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))


def grade_for(*, negative_prompt: str, cfg_scale: float, model: str) -> Grade:
    """The grade of a picture; an unknown model looks like `demo-painter`."""
    look = LOOKS.get(model, LOOKS["demo-painter"])
    text = plain(negative_prompt)
    shifts = [shift for pattern, shift in _UNWANTED if re.search(pattern, text)]
    contrast, saturation, brightness = (sum(s[i] for s in shifts) for i in range(3))
    guidance = _within(cfg_scale, 1, 20) - 7
    if text.strip():
        contrast += Dice("negative", text).number(-0.02, 0.02)
    return Grade(
        contrast=look.contrast * _within(1 + guidance * 0.02 + contrast, 0.75, 1.35),
        saturation=look.saturation * _within(1 + guidance * 0.025 + saturation, 0.5, 1.5),
        brightness=look.brightness * (1 + brightness),
        tint=look.tint,
        wash=look.wash,
    )

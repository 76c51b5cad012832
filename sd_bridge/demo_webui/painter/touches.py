"""What a LoRA, an embedding or a refiner does to a picture: it shifts colours, light and finish."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .colour import rgb
from .finish import Grade
from .palettes import PALETTES, Palette

STRONGEST = 1.5


@dataclass(frozen=True)
class Touch:
    """At weight 1: `palette` is mixed in by `hold`, the rest are factors and additions."""

    palette: str = ""
    hold: float = 0.8
    contrast: float = 1.0
    saturation: float = 1.0
    brightness: float = 1.0
    tint: str = "#808080"
    wash: float = 0.0
    bloom: float = 0.0
    grain: float = 0.0


@dataclass(frozen=True)
class Weighted:
    """A touch and how strongly it is applied; beyond 1.5, or below 0, it counts as that."""

    touch: Touch
    weight: float = 1.0

    @property
    def share(self) -> float:
        return max(0.0, min(self.weight, STRONGEST))


LORAS: Mapping[str, Touch] = {
    "matte_horizon": Touch(contrast=0.78, saturation=0.78, tint="#e0c3a2", wash=0.16, bloom=-0.2),
    "ink_wash": Touch("ink", 0.92, saturation=0.7, contrast=1.06, bloom=-0.25, grain=0.012),
    "neon_rain": Touch("neon", 0.85, saturation=1.25, contrast=1.1, brightness=0.94, bloom=0.55),
    "gold_leaf": Touch("gold", 0.8, contrast=1.12, saturation=1.08, bloom=0.25),
    "film_grain": Touch(contrast=1.1, saturation=0.86, tint="#c7a27c", wash=0.06, grain=0.032),
}
EMBEDDINGS: Mapping[str, Touch] = {
    "demo-golden-hour": Touch("gold", 0.35, brightness=1.06, tint="#ffb86b", wash=0.1, bloom=0.2),
    "demo-clean": Touch(contrast=1.1, saturation=1.12, bloom=-0.15, grain=-0.012),
}


def touched_palette(palette: Palette, touches: Iterable[Weighted]) -> Palette:
    for item in touches:
        if item.touch.palette and item.share:
            palette = _mixed(palette, PALETTES[item.touch.palette], item.touch.hold * item.share)
    return palette


def touched_grade(grade: Grade, touches: Iterable[Weighted]) -> Grade:
    for item in touches:
        touch, share = item.touch, item.share
        grade = replace(
            grade,
            contrast=grade.contrast * _eased(touch.contrast, share),
            saturation=grade.saturation * _eased(touch.saturation, share),
            brightness=grade.brightness * _eased(touch.brightness, share),
            tint=touch.tint if touch.wash * share > grade.wash else grade.tint,
            wash=max(grade.wash, touch.wash * share),
        )
    return grade


def touched_finish(finish: Mapping[str, float], touches: Iterable[Weighted]) -> dict[str, float]:
    """Bloom and grain of `finish.finished`, which are left out where nothing touches them."""
    found = dict(finish)
    for item in touches:
        for name, usual in (("bloom", 0.45), ("grain", 0.014)):
            change = getattr(item.touch, name) * item.share
            if change:
                found[name] = max(0.0, found.get(name, usual) + change)
    return found


def mixed_grades(one: Grade, other: Grade, share: float) -> Grade:
    """Between two grades: `share` 0 = `one`, 1 = `other`."""

    def between(name: str) -> float:
        return getattr(one, name) * (1 - share) + getattr(other, name) * share

    names = ("contrast", "saturation", "brightness", "wash")
    tint = one.tint if one.wash * (1 - share) >= other.wash * share else other.tint
    return Grade(tint=tint, **{name: between(name) for name in names})


def _eased(factor: float, share: float) -> float:
    return 1 + (factor - 1) * share


def _mixed(one: Palette, other: Palette, share: float) -> Palette:
    share = min(share, 1.0)
    major = other if share > 0.5 else one

    def colours(name: str) -> tuple[str, ...]:
        pairs = zip(getattr(one, name), getattr(other, name), strict=True)
        return tuple(_between(a, b, share) for a, b in pairs)

    single = ("light", "glow", "accent", "accent_2", "paper")
    return Palette(
        name=major.name,
        dark=major.dark,
        sky=colours("sky"),
        land=colours("land"),
        ramp=colours("ramp"),
        **{name: _between(getattr(one, name), getattr(other, name), share) for name in single},
    )


def _between(one: str, other: str, share: float) -> str:
    mixed = rgb(one) * (1 - share) + rgb(other) * share
    return "#" + "".join(f"{round(float(part) * 255):02x}" for part in mixed)

"""The painter's styles by name: each module has `paint(canvas)` and may have `FINISH`."""

from types import ModuleType

from . import bamboo, city, dunes, hanok, landscape, marble, nebula, planet, silk, waves

STYLES: dict[str, ModuleType] = {
    "landscape": landscape,
    "city": city,
    "marble": marble,
    "silk": silk,
    "planet": planet,
    "nebula": nebula,
    "waves": waves,
    "dunes": dunes,
    "bamboo": bamboo,
    "hanok": hanok,
}

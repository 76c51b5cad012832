"""Engines, generations, the tray and presets, for programs of those who may generate."""

from ninja import Router

from sd_bridge.api.engines import router as engines
from sd_bridge.api.generations import router as generations
from sd_bridge.api.keeping import router as keeping
from sd_bridge.api.presets import router as presets
from sd_bridge.api.private_files import router as private_files
from sd_bridge.api.tray import router as tray

router = Router()
for part in (engines, generations, private_files, tray, keeping, presets):
    router.add_router("", part)

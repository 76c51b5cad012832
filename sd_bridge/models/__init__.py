from sd_bridge.models.engine_state import EngineState, EngineStateQuerySet
from sd_bridge.models.generation import Generation, GenerationQuerySet
from sd_bridge.models.generation_rules import GenerationRules
from sd_bridge.models.made_with import MadeWith
from sd_bridge.models.preset import Preset, PresetQuerySet
from sd_bridge.models.recipe_check import RecipeCheck, RecipeCheckQuerySet
from sd_bridge.models.result import Result, ResultQuerySet

__all__ = [
    "EngineState",
    "EngineStateQuerySet",
    "Generation",
    "GenerationQuerySet",
    "GenerationRules",
    "MadeWith",
    "Preset",
    "PresetQuerySet",
    "RecipeCheck",
    "RecipeCheckQuerySet",
    "Result",
    "ResultQuerySet",
]

from sd_bridge.models.engine_state import EngineState, EngineStateQuerySet
from sd_bridge.models.generation import Generation, GenerationQuerySet
from sd_bridge.models.result import Result, ResultQuerySet

__all__ = [
    "EngineState",
    "EngineStateQuerySet",
    "Generation",
    "GenerationQuerySet",
    "Result",
    "ResultQuerySet",
]

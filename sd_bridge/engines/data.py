"""What engines answer, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from pictures.recipe import Recipe
from sd_bridge.engines.errors import EngineError
from sd_bridge.engines.sentences import ABSENT, DIFFERENCES


@dataclass(frozen=True, slots=True)
class Sampler:
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduler:
    """Servers accept `name` and `label`; people read `label`."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """`name` is what to store and send. Hashes are "" until the server has used the model.

    `short_name` is how finished pictures name it: without the sub-folder it lies in.
    """

    name: str
    hash: str = ""
    sha256: str = ""
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class Upscaler:
    """`scale` is what it was made for; servers resize its output to any other."""

    name: str
    scale: float = 4.0


@dataclass(frozen=True, slots=True)
class LoraEntry:
    """A prompt may use `name` or `alias` ("" where it has none). No path: that is the server's."""

    name: str
    alias: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """Words that the server itself adds to a prompt, where `{prompt}` stands or at the end."""

    name: str
    prompt: str = ""
    negative_prompt: str = ""


@dataclass(frozen=True, slots=True)
class EngineLists:
    """What one engine offers; `loras` None = it cannot tell, `current_model` "" = unknown.

    `features` names what it can do (see `features.FEATURES`), `reasons` pairs each other feature
    with the code of the sentence why it cannot.
    """

    samplers: tuple[Sampler, ...] = ()
    schedulers: tuple[Scheduler, ...] = ()
    models: tuple[Model, ...] = ()
    loras: frozenset[str] | None = None
    current_model: str = ""
    upscalers: tuple[Upscaler, ...] = ()
    latent_modes: tuple[str, ...] = ()
    lora_list: tuple[LoraEntry, ...] = ()
    embeddings: tuple[str, ...] = ()
    styles: tuple[Style, ...] = ()
    face_restorers: tuple[str, ...] = ()
    dialect: str = ""
    dialect_label: str = ""
    features: frozenset[str] = frozenset()
    reasons: tuple[tuple[str, str], ...] = ()

    def absent(self, feature: str) -> str:
        """Why the engine lacks it, in the active language; "" if it has it."""
        if feature in self.features:
            return ""
        reason = dict(self.reasons).get(feature, "not_offered")
        return str(ABSENT[reason]) % {"program": self.dialect_label}

    def model_named(self, name: str) -> Model | None:
        for model in self.models:
            if name in (model.name, model.sha256) and name:
                return model
        return None


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as the server sent it: `data` undecoded, sides measured in px.

    `seed` and `infotext` belong to this picture; `infotext` is "" where the server gave none.
    """

    data: bytes
    format: Literal["PNG", "JPEG", "WEBP"]
    width: int
    height: int
    seed: int | None
    infotext: str
    recipe: Recipe
    is_black: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """Something the server did otherwise than asked; `asked` and `got` as people read them."""

    code: str
    asked: str = ""
    got: str = ""

    @property
    def sentence(self) -> str:
        """In the active language."""
        return str(DIFFERENCES[self.code]) % {"asked": self.asked, "got": self.got}

    def as_json(self) -> dict[str, str]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, str]) -> Difference:
        return cls(data["code"], data.get("asked", ""), data.get("got", ""))


@dataclass(frozen=True, slots=True)
class Answer:
    """`pictures` may be empty: a job interrupted before its first sample is no HTTP error.

    `caption` is the answer to an Interrogation, which has no pictures.
    """

    pictures: tuple[Picture, ...]
    differences: tuple[Difference, ...] = ()
    caption: str = ""

    @property
    def was_interrupted(self) -> bool:
        return any(difference.code == "interrupted" for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Progress:
    """For display only: the outcome of a generation is what its own call answers.

    `is_ours` True = the server named our task as the one it works on; False = it did not;
    None = it cannot tell. `picture` counts from 0 within the request, `eta` is in seconds.
    """

    state: Literal["queued", "active", "completed", "idle", "unknown"] = "unknown"
    fraction: float = 0.0
    step: int | None = None
    steps: int | None = None
    picture: int | None = None
    pictures: int | None = None
    eta: float | None = None
    preview: bytes | None = None
    preview_format: str = ""
    is_ours: bool | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    state: Literal["ready", "busy", "starting", "unreachable", "refused", "unreadable", "failed"]
    error: EngineError | None = None

    @property
    def is_ready(self) -> bool:
        return self.state in ("ready", "busy")

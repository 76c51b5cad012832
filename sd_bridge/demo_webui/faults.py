"""What the demo WebUI does wrong on request, so that it can be shown that nobody suffers from it.

A fault belongs to a stage of an answer. Faults of different stages go together (`black,slow-drip`);
two of the same stage exclude each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass

DOOR, INSTEAD, PAINTING = "door", "instead", "painting"
PICTURES, INFO, WAY = "pictures", "info", "way"


@dataclass(frozen=True)
class Fault:
    """`told` finishes the sentence "The server …"."""

    name: str
    stage: str
    told: str


FAULTS = {
    fault.name: fault
    for fault in (
        Fault("refuses", DOOR, "takes no connection at all"),
        Fault("unauthorised", DOOR, "answers 401 to everything that --auth would guard"),
        Fault("not-found", DOOR, "answers 404 to everything, as while it starts"),
        Fault("hangs", INSTEAD, "takes the request and never answers"),
        Fault("validation", INSTEAD, "answers 422 to a request for pictures"),
        Fault("error-a1111", INSTEAD, "crashes as A1111 does: 500 with its envelope"),
        Fault("error-forge", INSTEAD, "crashes as Forge does: 500 with `message`"),
        Fault("error-sdnext", INSTEAD, "crashes as SD.Next does: 500 with `code`"),
        Fault("error-sdcpp", INSTEAD, "crashes as stable-diffusion.cpp does: 500 `server_error`"),
        Fault("proxy-html", INSTEAD, "stands behind a proxy that answers with its own page"),
        Fault("redirect", INSTEAD, "sends the caller on to another address"),
        Fault("wrong-count", PAINTING, "makes another number of pictures than asked for"),
        Fault("interrupted", PAINTING, "is interrupted half-way, and answers 200"),
        Fault("too-late", PAINTING, "is still at work when nobody waits any more"),
        Fault("black", PICTURES, "answers with black pictures"),
        Fault("truncated-base64", PICTURES, "cuts each picture short"),
        Fault("no-images", PICTURES, "answers with an empty list of pictures"),
        Fault("huge-image", PICTURES, "answers with a picture of 300 MB"),
        Fault("wrong-type", PICTURES, "answers with something that is no PNG, JPEG or WebP"),
        Fault("no-info", INFO, "says nothing of how the pictures were made"),
        Fault("half-json", WAY, "sends the first half of its answer as if it were the whole"),
        Fault("slow-drip", WAY, "sends its answer one byte a second"),
        Fault("closes-early", WAY, "breaks the connection off in the middle of its answer"),
    )
}


def parse_faults(text: str) -> frozenset[str]:
    """The faults of "one,two"; "" = none. ValueError for unknown ones and those that exclude."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    stages: dict[str, str] = {}
    for name in names:
        if name not in FAULTS:
            raise ValueError(f"there is no fault {name}; known are {', '.join(FAULTS)}")
        stage = FAULTS[name].stage
        if stages.setdefault(stage, name) != name:
            raise ValueError(f"{stages[stage]} and {name} exclude each other")
    return frozenset(names)


def fault_of(stage: str, faults: Iterable[str]) -> str:
    """The one of this stage; "" if there is none."""
    return next((name for name in faults if FAULTS[name].stage == stage), "")

"""Reads the machine-readable statement that a picture was made by AI: IPTC's digital source type.

It is written by `pictures.marking`.
"""

from __future__ import annotations

import re

from pictures import headers
from pictures.intake_errors import IntakeError
from pictures.marking.statement import SOURCE_TYPES

DIGITAL_SOURCE_TYPE = SOURCE_TYPES["trained"]

# As element or as attribute; also for pictures made from others. No XML parser reads the packet:
# it comes from outside.
_MARK = re.compile(
    rb"DigitalSourceType\s*(?:>|=\s*[\"'])\s*"
    rb"https?://cv\.iptc\.org/newscodes/digitalsourcetype/"
    rb"(?:trained|compositeWithTrained)AlgorithmicMedia"
)


def has_ai_mark(data: bytes) -> bool:
    """Whether a picture file carries the mark; False also for what is no whole picture."""
    try:
        xmp = headers.survey(data).xmp
    except IntakeError:
        return False
    return bool(_MARK.search(xmp))

"""What every public file says of itself, to machines: written here and nowhere else."""

from pictures.marking.containers import CannotRewriteError, Carried, rewritten
from pictures.marking.packet import fingerprint, packet
from pictures.marking.statement import (
    SOURCE_TYPES,
    Statement,
    bare_statement,
    image_statements,
    picture_statement,
    source_type_of,
)

__all__ = [
    "SOURCE_TYPES",
    "CannotRewriteError",
    "Carried",
    "Statement",
    "bare_statement",
    "fingerprint",
    "image_statements",
    "packet",
    "picture_statement",
    "rewritten",
    "source_type_of",
]

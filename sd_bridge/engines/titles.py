"""Names of models, as lists, infotexts and people write them."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

_HASH = re.compile(r"\s*\[[0-9a-f]{6,64}\]$")
_FILE_TYPES = (".safetensors", ".ckpt", ".gguf", ".pt", ".sft")


def bare_model(name: str) -> str:
    """Without hash, folder and file type, and without the signs that infotexts leave out."""
    path = PureWindowsPath(_HASH.sub("", name))  # splits at both kinds of slashes
    bare = path.stem if path.suffix.casefold() in _FILE_TYPES else path.name
    return re.sub(r"[,:]", "", bare)

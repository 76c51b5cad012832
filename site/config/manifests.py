"""Checks what brings the gallery to a cluster, without one: image recipe and manifests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from config.env import ROOT

BIN = Path(sys.executable).parent


def kustomizations() -> list[Path]:
    """Every folder of `k8s/` that can be applied by itself."""
    return sorted(path.parent for path in (ROOT / "k8s").rglob("kustomization.yaml"))


def render(folder: Path) -> str:
    """The manifests as the cluster gets them. Raises CalledProcessError with the reason."""
    command = [str(BIN / "kubectl"), "kustomize", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> int:
    """1 where the Dockerfile or a manifest is wrong; the tools say what."""
    lint = [str(BIN / "hadolint"), "Dockerfile"]
    done = [subprocess.run(lint, cwd=ROOT, text=True, check=False)]
    for folder in kustomizations():
        validate = [str(BIN / "kubernetes-validate"), "--strict", "--quiet", "/dev/stdin"]
        done.append(subprocess.run(validate, input=render(folder), text=True, check=False))
    return int(any(each.returncode for each in done))


if __name__ == "__main__":
    sys.exit(main())

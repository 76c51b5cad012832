"""`make run`: prepares the site and serves it with everything it needs, in the foreground."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

from django.core.exceptions import ImproperlyConfigured

from config.env import ROOT, VAR
from config.settings import from_environment


def main() -> None:
    """Becomes the process runner; exits with 1 where a port is taken or engines are misnamed."""
    try:
        env = environment()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    for name in ("PORT", "DEMO_WEBUI_PORT") if env["OWN_WEBUI"] == "no" else ("PORT",):
        if is_taken(int(env[name])):
            print(f"Port {env[name]} is in use. Choose another: make run {name}=…")  # noqa: T201
            sys.exit(1)
    subprocess.run(
        [sys.executable, "manage.py", "prepare", "--demo"], cwd=ROOT, env=env, check=True
    )
    announce(env)
    command = runner(env)
    os.execve(command[0], command, env)  # noqa: S606 - Ctrl-C must reach the runner itself


def runner(env: dict[str, str]) -> list[str]:
    """The process runner's command: as many workers as engines, no demo WebUI beside others."""
    processes = f"generate={env['ENGINES']}"
    if env["OWN_WEBUI"] == "yes":
        processes += ",demo-webui=0"
    honcho = shutil.which("honcho", path=env["PATH"]) or "honcho"
    return [honcho, "start", "--concurrency", processes]


def environment() -> dict[str, str]:
    """The environment of every process, with what development leaves unset."""
    env = dict(os.environ)
    env.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    env.setdefault("HOST", "127.0.0.1")
    env.setdefault("PORT", "8000")
    env.setdefault("DEMO_WEBUI_PORT", "7861")
    engines = from_environment.engines()
    env["OWN_WEBUI"] = "yes" if engines else "no"
    env["ENGINES"] = str(len(engines) or 1)
    if env["OWN_WEBUI"] == "no":
        env["SD_WEBUI_URL"] = f"http://127.0.0.1:{env['DEMO_WEBUI_PORT']}"
    env["DEMO"] = "1"
    env["PYTHONUNBUFFERED"] = "1"
    env["PATH"] = f"{os.path.dirname(sys.executable)}{os.pathsep}{env.get('PATH', '')}"
    VAR.mkdir(exist_ok=True)
    return env


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("HOST", "127.0.0.1"), port))
        except OSError:
            return True
    return False


def announce(env: dict[str, str]) -> None:
    base = env.get("BASE_URL") or f"http://localhost:{env['PORT']}"
    lines = [
        "",
        f"  Gallery   {base}/    (English: {base}/en/)",
        f"  Admin     {base}/admin/",
        "  Log-ins   admin / admin   editor / editor   member / member",
        f"  Pictures are painted by the {_painters(env)}. Ctrl-C ends everything.",
        "",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201


def _painters(env: dict[str, str]) -> str:
    """The engines as names or address, never with a log-in."""
    if env["OWN_WEBUI"] == "no":
        return "demo WebUI"
    engines = from_environment.engines()
    if len(engines) > 1:
        return f"{len(engines)} engines {', '.join(engines)}"
    return next(iter(engines.values())).rpartition("//")[2].rpartition("@")[2]


if __name__ == "__main__":
    main()

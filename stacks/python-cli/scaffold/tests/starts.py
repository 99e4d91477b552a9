"""Starts the program as its users do and sees whether it comes up: python3 -m tests.starts"""

import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PATIENCE = 20  # seconds; a program that runs longer has started
CRASH = re.compile(r"^Traceback \(most recent call last\):", re.MULTILINE)


class Unknown(Exception):
    """What cannot be checked here, and why."""


class Unreadable(Exception):
    """Where pyproject.toml is no TOML."""


def main() -> int:
    """Return 0 when everything starts, or when that cannot be seen here; say what does not start otherwise."""
    return told(lambda settings: faults(settings, [PROJECT, PROJECT / "src"]))


def told(check) -> int:
    """Print what a check finds; return 1 when that is something."""
    try:
        found = check(settings())
    except Unknown as reason:
        print(f"Not checked: {reason}")
        return 0
    except Unreadable as reason:
        found = [str(reason)]
    print("\n".join(found) or "Everything starts.")
    return 1 if found else 0


def settings() -> dict:
    """Return what pyproject.toml says."""
    try:
        import tomllib
    except ImportError:
        raise Unknown("Python before 3.11 cannot read pyproject.toml.") from None
    file = PROJECT / "pyproject.toml"
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    except ValueError as error:
        line = re.search("line ([0-9]+)", str(error))
        raise Unreadable(f'File "pyproject.toml", line {line.group(1) if line else 1}: {error}') from None
    for needed in said.get("project", {}).get("dependencies", []):
        name = re.match(r"[\w.-]*", needed).group()
        if ";" not in needed and not any(metadata.distributions(name=name)):
            raise Unknown(f"{name}, which pyproject.toml asks for, is not on this machine.")
    return said


def faults(said: dict, roots: list[Path]) -> list[str]:
    """Return a sentence for each command and package that does not start where Python looks into those folders."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, function in said.get("project", {}).get("scripts", {}).items():
            script = Path(folder) / name
            start = f"EntryPoint({name!r}, {function!r}, 'console_scripts').load()"
            lines = ["import sys", "from importlib.metadata import EntryPoint", f"sys.argv[0] = {name!r}", f"sys.exit({start}())"]
            script.write_text("\n".join(lines), encoding="utf-8")
            found += started(f"The command {name}", [str(script)], roots)
    for package in (main.parent for root in roots for main in sorted(root.glob("*/__main__.py"))):
        if package != PROJECT / "tests" and not is_unused(package):
            found += started(f"python3 -m {package.name}", ["-m", package.name], roots)
    return found


def is_unused(package: Path) -> bool:
    """Whether it would start a command line that nobody wrote, since the project has another."""
    text = (package / "__main__.py").read_text(encoding="utf-8")
    has_cli = (package / "cli.py").exists() or (package / "cli").exists()
    return f"from {package.name}.cli import" in text and not has_cli


def started(what: str, words: list[str], roots: list[Path]) -> list[str]:
    """Return how it crashed, started with --help from an empty folder; any exit code of the program's own is right."""
    with tempfile.TemporaryDirectory() as elsewhere:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, roots))}
        try:
            ended = subprocess.run([sys.executable, "-B", *words, "--help"], cwd=elsewhere, env=environment,
                                   stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            return []
    said = ended.stderr.decode(errors="replace")
    crashed = ended.returncode < 0 or ended.returncode == 1 and CRASH.search(said)
    return [f"{said}{what} does not start (exit code {ended.returncode})."] if crashed else []


if __name__ == "__main__":
    sys.exit(main())

"""Sees whether what pyproject.toml installs is whole, and starts from elsewhere: python3 -m tests.installed

Nothing is installed: the files that setuptools would take are copied into a folder of their own.
"""

import re
import shutil
import sys
import tempfile
from fnmatch import fnmatchcase
from pathlib import Path

from tests.starts import PROJECT, Unknown, faults, told

UNDERSTOOD = {"packages", "py-modules", "package-data", "exclude-package-data", "include-package-data", "zip-safe",
              "license-files"}


def main() -> int:
    """Return 0 when everything is there and starts, or when that cannot be seen here; say what is wrong otherwise."""
    return told(checked)


def checked(said: dict) -> list[str]:
    """Return a sentence for each file that is left out, or each command that does not start from the copy."""
    shipped = files(said)
    left = [f'File "pyproject.toml", line 1: {name} would not be installed.' for name in forgotten(said, shipped)]
    with tempfile.TemporaryDirectory() as folder:
        for name, source in shipped.items():
            copy = Path(folder) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)
        return faults(said, [Path(folder)]) + left


def files(said: dict) -> dict[str, Path]:
    """Return where each file that is installed comes from, by its path in the folder of packages."""
    tool = said.get("tool", {}).get("setuptools", {})
    backend = said.get("build-system", {}).get("build-backend", "setuptools")
    listed = tool.get("include-package-data", True) and (PROJECT / "MANIFEST.in").exists()
    automatic = not {"packages", "py-modules"} & set(tool)
    if not backend.startswith("setuptools") or set(tool) - UNDERSTOOD or listed or automatic:
        raise Unknown("only the build tool knows what pyproject.toml installs.")
    shipped = {f"{module}.py": PROJECT / f"{module}.py" for module in tool.get("py-modules", [])}
    for package, folder in packages(tool.get("packages", [])).items():
        sources = {*folder.glob("*.py"), *matched(tool, "package-data", package, folder)}
        for source in sources - matched(tool, "exclude-package-data", package, folder):
            shipped["/".join([*package.split("."), *source.relative_to(folder).parts])] = source
    return shipped


def packages(said: list | dict) -> dict[str, Path]:
    """Return the folder of each package."""
    if isinstance(said, list):
        return {name: PROJECT.joinpath(*name.split(".")) for name in said}
    find = said.get("find", {})
    found = {}
    for root in (PROJECT / where for where in find.get("where", ["."])):
        for folder in (folder for folder in sorted(root.rglob("*")) if folder.is_dir()):
            parts = folder.relative_to(root).parts
            above = [folder, *folder.parents][:len(parts)]
            is_package = find.get("namespaces", True) or all((each / "__init__.py").exists() for each in above)
            wanted = any(fnmatchcase(".".join(parts), pattern) for pattern in find.get("include", ["*"]))
            if is_package and wanted and not any("." in part for part in parts) and not excluded(said, parts):
                found[".".join(parts)] = folder
    return found


def excluded(said: list | dict, parts: tuple[str, ...]) -> bool:
    """Whether pyproject.toml leaves that package out on purpose."""
    patterns = [] if isinstance(said, list) else said.get("find", {}).get("exclude", [])
    return any(fnmatchcase(".".join(parts), pattern) for pattern in patterns)


def matched(tool: dict, key: str, package: str, folder: Path) -> set[Path]:
    """Return the files of a package that patterns of its own, or those for all packages, match."""
    patterns = {*tool.get(key, {}).get("*", []), *tool.get(key, {}).get(package, [])}
    found = {file for pattern in patterns for file in folder.glob(pattern) if file.is_file()}
    return {file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts)}


def forgotten(said: dict, shipped: dict[str, Path]) -> list[str]:
    """Return what installed packages leave out by mistake: modules, and data whose name or folder the code names."""
    code = "\n".join(file.read_text(encoding="utf-8") for file in shipped.values() if file.suffix == ".py")
    left = []
    for top in {file.parents[name.count("/") - 1] for name, file in shipped.items() if "/" in name}:
        for file in sorted(file for file in top.rglob("*") if file.is_file() and file not in shipped.values()):
            parts = file.relative_to(top.parent).parts
            named = any(re.search(rf"""["'/]{re.escape(name)}["'/]""", code) for name in parts[1:])
            tool = said["tool"]["setuptools"]
            meant = any(excluded(tool.get("packages", []), parts[:n]) for n in range(1, len(parts)))
            hidden = file.suffix == ".pyc" or any(part.startswith(".") for part in parts)
            if not meant and not hidden and (file.suffix == ".py" or named):
                left.append("/".join(parts))
    return left


if __name__ == "__main__":
    sys.exit(main())

"""Runs all tests, by unittest or, where they are written for it, by pytest: python3 -m tests"""

import importlib.util
import subprocess
import sys
import unittest

NO_TESTS = 5  # pytest's exit code


def main() -> int:
    """Return 0 when no test fails."""
    result = unittest.main(module=None, argv=["tests", "discover", "-s", "tests"], exit=False).result
    if result.testsRun or result.errors:
        return 0 if result.wasSuccessful() else 1
    if importlib.util.find_spec("pytest"):
        code = subprocess.call([sys.executable, "-B", "-m", "pytest", "-p", "no:cacheprovider", "tests"])
        return 0 if code == NO_TESTS else code
    print("Not checked: there is no test for unittest, and pytest is not on this machine.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

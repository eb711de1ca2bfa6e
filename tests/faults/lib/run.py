"""Runs a file of tests: `python3 tests/faults/kill_test.py PROGRAM [NAME…]`. Exit code 77: something had to be skipped, and says so."""
import os
import sys
import unittest

from lib import world

SKIPPED = 77
program = None


def sanitized():
    return bool(os.environ.get("FAULTS_SANITIZED"))


def main():
    global program
    if len(sys.argv) < 2 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(f"usage: {sys.argv[0]} PROGRAM [NAME…]")
    program = os.path.abspath(sys.argv.pop(1))
    print(f"seed {world.SEED} (FAULTS_SEED repeats it)")
    result = unittest.main(module="__main__", verbosity=2, exit=False).result
    for test, reason in result.skipped:
        print(f"\n*** SKIPPED: {test.id()}: {reason} ***")
    sys.exit(1 if not result.wasSuccessful() else SKIPPED if result.skipped else 0)

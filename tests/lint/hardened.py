"""The finished program carries what cmake/harden.cmake asked for. Argument: the program."""
import re
import subprocess
import sys


def readelf(*arguments):
    return subprocess.run(["readelf", "-W", *arguments], capture_output=True, text=True, check=True).stdout


def main():
    program = sys.argv[1]
    header, segments, dynamic, symbols = readelf("-h", program), readelf("-l", program), readelf("-d", program), readelf("--dyn-syms", program)
    stack = re.search(r"GNU_STACK.*", segments)
    held = {
        "position independent (PIE)": "DYN" in header,
        "relocations read only (relro)": "GNU_RELRO" in segments,
        "bound at start (now)": bool(re.search(r"BIND_NOW|FLAGS_1.*NOW", dynamic)),
        "stack not executable": bool(stack) and "E" not in stack.group(0).split()[-2],
        "stack protector": "__stack_chk_fail" in symbols,
        "fortified calls": bool(re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", ""))),
        "no search path in the program": not re.search(r"RPATH|RUNPATH", dynamic),
    }
    missing = [name for name, yes in held.items() if not yes]
    print("hardened: " + ("missing: " + ", ".join(missing) if missing else f"{len(held)} measures, all there"))
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()

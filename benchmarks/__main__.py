"""Run every benchmark, or those named, and print what the README quotes."""

import importlib
import sys

NAMES = (
    "diagnosis",
    "indicators",
    "complexity",
    "secrecy",
    "establishments",
    "imports",
    "journal",
    "search",
    "lists",
    "pages",
    "documents",
)


def main() -> None:
    for name in sys.argv[1:] or NAMES:
        print(f"\n{name}\n{'-' * len(name)}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()

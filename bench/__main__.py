"""`.venv/bin/python -m bench [NAME ...]`: the named benchmarks, or all of them."""

import sys
from importlib import import_module

NAMES = ("classifier", "decisions", "storm")


def main(names: list[str]) -> int:
    """Run each; answer 2 for a name that is none."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"there is no benchmark {', '.join(unknown)}: there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in names or NAMES:
        print(f"{name}\n{'-' * len(name)}")
        import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

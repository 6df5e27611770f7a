"""The operator's command: `./earshot COMMAND`, which is `.venv/bin/python -m infra COMMAND`."""

import sys
from importlib import import_module

from infra.errors import INTERRUPTED
from infra.parser import parser
from infra.stage import Stage


def main(arguments: list[str] | None = None) -> int:
    """Run one command; answer 0, or 1 with one clear line, 2 if it cannot be read, 130 if Ctrl-C ended it."""
    flags = parser().parse_args(arguments)
    try:
        answer: int = import_module(f"infra.commands.{flags.command}").run(Stage(flags.stage), flags)
    except KeyboardInterrupt:
        print(f"{flags.command}: stopped", file=sys.stderr)
        return INTERRUPTED
    except _refusals() as error:
        print(f"{flags.command}: {_advice(error, flags.stage)}", file=sys.stderr)
        return 1
    return answer


def _refusals() -> tuple[type[Exception], ...]:
    """Asked for only once something was raised: AWS's own errors take longer to read than most commands."""
    from infra.refusals import REFUSALS

    return REFUSALS


def _advice(error: Exception, stage: str) -> str:
    from infra.refusals import advice

    return advice(error, stage)


if __name__ == "__main__":
    sys.exit(main())

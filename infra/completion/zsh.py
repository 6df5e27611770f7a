"""The script for zsh: it also shows each command's and option's help."""

from infra.completion.asked import Argument, Command, Wanted

SCRIPT = """\
#compdef earshot
# Completion of earshot for zsh. In ~/.zshrc, after compinit: eval "$(/where/it/lies/earshot completion zsh)"
_earshot() {{
    local -a commands
    commands=(
{commands}
    )
    if (( CURRENT == 2 )); then
        _describe -t commands command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
{cases}
    esac
}}
if [[ $funcstack[1] == _earshot ]]; then
    _earshot "$@"
else
    compdef _earshot earshot
fi
"""


def script(commands: tuple[Command, ...]) -> str:
    """What zsh evaluates once, or finds as `_earshot` in its fpath."""
    return SCRIPT.format(
        commands="\n".join(f"        {_quoted(f'{command.name}:{command.help}')}" for command in commands),
        cases="\n".join(_case(command) for command in commands),
    )


def _case(command: Command) -> str:
    options = [_option(option, name) for option in command.options for name in option.names]
    places = [f"{number}:{_value(place)}" for number, place in enumerate(command.places, start=1)]
    lines = " \\\n".join(f"                {_quoted(line)}" for line in [*options, *places])
    return f"        {command.name})\n            _arguments \\\n{lines}\n            ;;"


def _option(option: Argument, name: str) -> str:
    """One line of zsh's `_arguments`: what it excludes, its name, its help, and what must follow."""
    excludes = "*" if option.repeatable else f"({' '.join(option.names)})"
    words = option.help.replace("[", r"\[").replace("]", r"\]")
    follows = "" if option.wanted is Wanted.NOTHING else f":{_value(option)}"
    return f"{excludes}{name}[{words}]{follows}"


def _value(argument: Argument) -> str:
    offered = {Wanted.CHOICE: f"({' '.join(argument.choices)})", Wanted.FOLDER: "_files -/", Wanted.FILE: "_files"}
    title = argument.value.replace(":", r"\:")
    return f"{title}:{offered.get(argument.wanted, '')}"


def _quoted(words: str) -> str:
    """As one word of the shell, whatever is in it."""
    return "'" + words.replace("'", "'\\''") + "'"

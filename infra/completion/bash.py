"""The script for bash, from 3.2 on."""

from collections.abc import Iterator

from infra.completion.asked import Argument, Command, Wanted

SCRIPT = """\
# Completion of earshot for bash. In ~/.bashrc: eval "$(/where/it/lies/earshot completion bash)"
_earshot() {{
    local IFS=$'\\n' word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" offered=""
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W $'{names}' -- "$word"))
        return
    fi
    case "${{COMP_WORDS[1]}} $before" in
{values}
    esac
    case "${{COMP_WORDS[1]}}" in
{options}
    esac
    COMPREPLY=($(compgen -W "$offered" -- "$word"))
}}
complete -F _earshot earshot
"""
FOLLOWS = {
    Wanted.FOLDER: 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word")); return',
    Wanted.FILE: 'compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); return',
    Wanted.WORD: "return",
}


def script(commands: tuple[Command, ...]) -> str:
    """What bash evaluates once; a file's name is offered where an option wants one."""
    return SCRIPT.format(
        names=_lines([*(command.name for command in commands), "--help"]),
        values="\n".join(line for command in commands for line in _values(command)),
        options="\n".join(f"        {command.name}) offered=$'{_lines(_offered(command))}' ;;" for command in commands),
    )


def _values(command: Command) -> Iterator[str]:
    for option in command.options:
        if option.wanted is not Wanted.NOTHING:
            names = "|".join(f'"{command.name} {name}"' for name in option.names)
            yield f"        {names}) {_follows(option)} ;;"


def _follows(option: Argument) -> str:
    if option.wanted is Wanted.CHOICE:
        return f"COMPREPLY=($(compgen -W $'{_lines(option.choices)}' -- \"$word\")); return"
    return FOLLOWS[option.wanted]


def _offered(command: Command) -> list[str]:
    choices = [choice for place in command.places for choice in place.choices]
    return [*choices, *(name for option in command.options for name in option.names)]


def _lines(words: list[str] | tuple[str, ...]) -> str:
    """The words as bash's `$'...'` writes lines."""
    return "\\n".join(words)

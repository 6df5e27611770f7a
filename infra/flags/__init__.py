"""How each command is asked for: its one line of help and its flags, one module a command.

Nothing here needs AWS, the classifier or a table on the screen: help, mistakes and completion are answered without.
What a command does is the module of the same name in infra/commands/, read only when that command was asked for.
"""

"""One file per family of commands; each declares COMMANDS, and `_command_files` finds it."""

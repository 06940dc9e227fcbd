"""One file per family of commands; each declares COMMANDS and is found by `signpost.cli._command_files`."""

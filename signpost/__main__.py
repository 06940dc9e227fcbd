"""`python -m signpost`: the command line."""

from signpost.cli._main import main

main()

"""Run the command line as ``python -m compare``."""

from compare.cli import main

main()

"""python -m lantoa.cli: the same as the command lantoa."""

from lantoa.cli.main import main

if __name__ == "__main__":
    main()

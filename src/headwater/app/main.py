"""`python -m headwater.app.main`: the same as the `headwater` script, for places without it on the path."""

from headwater.app.cli import main

if __name__ == "__main__":
    main()

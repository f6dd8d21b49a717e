"""`python -m keepers`."""

from __future__ import annotations

from keepers.cli import main

if __name__ == "__main__":
    main()

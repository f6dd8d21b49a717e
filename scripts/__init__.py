"""Commands of the project, for `ape run NAME` or `python -m scripts.NAME`; the logic lives in the other rooms."""

"""Thieves with keys against the whole index: a hostile executor, a hostile proposer, and a market that never decides.

python -m tests.hostile --steps 500 --seed 1        the campaign of the executor's thief, as JSON
python -m pytest -n0 tests/hostile                  the same, shorter, with what must hold
"""

"""Thieves with keys against the whole index: a hostile executor, a hostile proposer, and a market that never decides.

python -m tests.hostile --seed 1                    keys stolen one by one and together, as JSON
python -m pytest -n0 tests/hostile                  the same, shorter, with what must hold
"""

"""A machine that lives the index: people, keepers, thieves and bad days at random, beside a model in plain Python.

python -m tests.stateful --steps 2000 --seed 7        lives of 200 steps; what each action did, as JSON
python -m tests.stateful --replay steps.txt           one life again, from the steps that a failure printed
python -m pytest -n0 tests/stateful                   a short form, and mutations that it must notice

stage.py holds the world, actions/ what its people do by role, play.py sends and follows; model.py, value.py, amounts.py
and queue_model.py are the model; share_price.py says what may move the price of a share, invariants.py what holds after
every step, flight.py how a flight to safety ends; machine.py hands the steps to hypothesis, counters.py counts them.
"""

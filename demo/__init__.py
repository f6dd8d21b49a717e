"""The life of the index on a local chain, week by week, and what it leaves to look at.

settings.py    what was asked for, and what is wrong with it
window.py      the market of those weeks: looks, closes, and every asset that can enter
life.py        one index and its keepers living through one week
holders.py     the people: who deposits, who sells, who asks the queue, who leaves in kind
batches.py     the request queue within a week: locked, settled, claimed
diary.py       the weeks in order, and what is written down of each
worlds.py      the chains it lives on
run.py         all of it, and the report
prices.py      what every feed answered, from its own events
accounting.py  the fund's ledger from events and feed answers alone
proof.py       the recorded weeks held against the chain: NAV, wallets, replay
summary.py     report/summary.json, field by field
table.py       the terminal: progress and a row a week
charts.py      chart.png and treemap.png
check.py       the assertions of `make demo-check`; check_people.py those about holders
evidence.py    what they are asserted on
"""

"""How the index comes onto a chain: one configuration, one plan, each transaction sent once, and the result compared.

`contracts` is the table of what is deployed; everything else follows from it. scripts/deploy.py and scripts/verify.py
are the command line; the local world deploys through the same table.
"""

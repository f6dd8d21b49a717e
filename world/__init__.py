"""The local world: a chain of our own with tokens, feeds, pools and the index on it.

Tests, the demo and `make up` stand on the same rooms: `node` runs the chain, `artifacts` has the bytecode.
"""

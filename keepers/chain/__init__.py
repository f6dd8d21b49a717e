"""The chain side of the keeper: one endpoint, seven contracts, what they say now and what they logged."""

from keepers.chain.connection import ChainUnreachable, Connection, RpcError
from keepers.chain.events import Gap, Record, gaps, read_events, require_whole, stored_counts
from keepers.chain.fund import Reading
from keepers.chain.index import Deployment, Index, load_deployment
from keepers.chain.reading import read, read_entries
from keepers.chain.rebuild import Books, rebuild
from keepers.chain.situation import read_situation

__all__ = [
    "Books",
    "ChainUnreachable",
    "Connection",
    "Deployment",
    "Gap",
    "Index",
    "Reading",
    "Record",
    "RpcError",
    "gaps",
    "load_deployment",
    "read",
    "read_entries",
    "read_events",
    "read_situation",
    "rebuild",
    "require_whole",
    "stored_counts",
]

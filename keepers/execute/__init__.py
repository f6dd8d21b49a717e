"""Execute: have a planned transaction on chain exactly once, or say why not."""

from keepers.execute.journal import Attempt, Journal
from keepers.execute.lock import only_keeper
from keepers.execute.send import Intent, Lost, Outcome, Reverted, Sender, SendLimits, Unknown
from keepers.execute.signer import LocalSigner, Signed, Signer, ape_signer, ape_url, dev_signer
from keepers.execute.simulate import Refused, estimate_gas, simulate, simulate_in_order

__all__ = [
    "Attempt",
    "Intent",
    "Journal",
    "LocalSigner",
    "Lost",
    "Outcome",
    "Refused",
    "Reverted",
    "SendLimits",
    "Sender",
    "Signed",
    "Signer",
    "Unknown",
    "ape_signer",
    "ape_url",
    "dev_signer",
    "estimate_gas",
    "only_keeper",
    "simulate",
    "simulate_in_order",
]

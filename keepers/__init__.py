"""The keeper of the index: decide (pure), commit, plan, execute, settle.

decide/    the core: a snapshot in, a decision out
snapshot/  every input of a decision, canonical and named by its hash
sources/   where market data comes from
chain/     what the contracts say and logged; plan/ legs; execute/ sends
commands/  the command line, one module a command
"""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"

"""vectorbt on the work of scripts/bench.py: run by an interpreter that has it, nothing of ours imported.

python _bench_vectorbt.py work.npz nav.npy RUNS     prints {cold_s, warm_s, ...}; cold compiles
"""

import json
import sys
import time

import numpy as np
import pandas as pd


def main(work: str, nav: str, runs: int) -> None:
    given = np.load(work)
    prices = pd.DataFrame(given["prices"])
    targets = pd.DataFrame(np.nan, prices.index, prices.columns)
    targets.iloc[given["days"]] = given["targets"]

    start = time.perf_counter()
    import vectorbt

    imported = time.perf_counter() - start

    def run() -> tuple[float, "np.ndarray[tuple[int], np.dtype[np.float64]]"]:
        start = time.perf_counter()
        portfolio = vectorbt.Portfolio.from_orders(
            close=prices,
            size=targets,
            size_type="targetpercent",
            group_by=True,
            cash_sharing=True,
            call_seq="auto",
            init_cash=1e6,
            freq="D",
        )
        value = portfolio.value().to_numpy()
        return time.perf_counter() - start, value

    cold, value = run()
    warm = min(run()[0] for _ in range(runs))
    np.save(nav, value)
    print(json.dumps({"import_s": imported, "cold_s": cold, "warm_s": warm, "sets_s_extrapolated": warm * 200}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

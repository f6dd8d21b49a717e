"""An interrupted deployment goes on where it was, whatever it was interrupted by, and sends nothing twice."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deployment.contracts import TIMELOCK
from deployment.deploy import deploy
from deployment.errors import DeploymentError, Interrupted
from deployment.progress import PROGRESS
from tests.conftest import MONDAY, market_of
from tests.deployment.conftest import Killed, Site
from world.artifacts import ROOT
from world.chain import Chain
from world.index import CONFIG_FILE
from world.market import World

# timelock, nine contracts, two transactions a batch (one batch), approve, seed, two for the handover
STEPS = 16


def nonce_of(site: Site) -> int:
    return site.chain.nonce(site.signer.address)


@pytest.mark.parametrize("stage", range(1, STEPS))
def test_deploy__killed_after_a_transaction__next_run_does_the_rest(site: Site, stage: int) -> None:
    first = nonce_of(site)
    names = [step.name for step in site.prepared().plan.steps]
    assert len(names) == STEPS
    with pytest.raises(Killed):
        site.deploy(dies_after=stage)
    assert nonce_of(site) == first + stage
    assert site.deploy() == names[stage:]
    assert nonce_of(site) == first + STEPS
    assert site.deploy() == []


def test_deploy__killed_while_a_transaction_waits__is_not_sent_again(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=3)
    first = nonce_of(site)
    # It is signed, journalled and in the node's pool, but in no block when the process ends.
    site.chain.rpc("evm_setAutomine", False)
    prepared = site.prepared()
    process = subprocess.Popen(command(site), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: pending(site.chain) == 1)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        site.chain.rpc("evm_setAutomine", True)
    site.chain.mine()
    assert nonce_of(site) == first + 1
    rest = site.deploy()
    assert len(rest) == STEPS - 4
    assert site.chain.nonce(prepared.plan.deployer) == first + 1 + len(rest)


def test_deploy__process_killed_at_any_moment__goes_on(site: Site) -> None:
    first, runs = nonce_of(site), 0
    while nonce_of(site) < first + STEPS:
        before = nonce_of(site)
        process = subprocess.Popen(command(site), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in process.stdout:
            if nonce_of(site) >= min(before + 4, first + STEPS):
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        runs += 1
        assert runs < STEPS, "the deployment does not go on"
    assert runs > 1
    assert site.deploy() == []
    assert nonce_of(site) == first + STEPS


def test_deploy__nonce_of_a_contract_used_elsewhere__stops_and_says_why(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=4)
    site.chain.send(site.chain.accounts[9], b"", sender=site.signer.address)
    with pytest.raises(Interrupted, match=r"create FundPolicy needs nonce .* which another transaction used"):
        site.deploy()


def test_deploy__nonce_used_where_no_contract_is_made__goes_on(site: Site) -> None:
    after_contracts = max(i for i, step in enumerate(site.prepared().plan.steps) if step.address) + 1
    with pytest.raises(Killed):
        site.deploy(dies_after=after_contracts)
    site.chain.send(site.chain.accounts[9], b"", sender=site.signer.address)
    assert len(site.deploy()) == STEPS - after_contracts


def test_deploy__configuration_changed_meanwhile__is_refused(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=2)
    path = site.folder / CONFIG_FILE
    path.write_text(path.read_text().replace("seed_usdc = 100", "seed_usdc = 99"))
    with pytest.raises(Interrupted, match="configuration changed since"):
        site.deploy()


def test_deploy__asset_book_changed_meanwhile__is_refused(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=2)
    path = site.folder / "assets.yaml"
    path.write_text(path.read_text().replace("name: Bitcoin", "name: Bitcorn"))
    with pytest.raises(Interrupted, match="asset book changed since"):
        site.deploy()


def test_deploy__progress_lost__the_chain_is_asked(site: Site) -> None:
    began = nonce_of(site)
    with pytest.raises(Killed):
        site.deploy(dies_after=5)
    (site.folder / PROGRESS).unlink()
    with pytest.raises(Interrupted, match=f"pass --first-nonce {began} --first-block"):
        site.prepared()
    prepared = site.prepared((began, 0))
    deploy(prepared, site.chain.url, site.signer, site.folder)
    assert nonce_of(site) == began + STEPS


def test_deploy__another_chain__is_refused(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=1)
    path = site.folder / PROGRESS
    path.write_text(json.dumps(json.loads(path.read_text()) | {"chain": "0x" + "11" * 32}))
    with pytest.raises(Interrupted, match="is of another chain"):
        site.prepared()


def test_deploy__operation_hidden_before_the_handover__is_named(site: Site) -> None:
    # Scheduled while the delay was zero, it would be ready after the handover, for anyone to execute.
    chain, addresses = site.chain, site.prepared().plan.addresses
    timelock, trader, thief = addresses[TIMELOCK], addresses["trader"], chain.accounts[9]
    with pytest.raises(Killed):
        site.deploy(dies_after=STEPS - 2)
    data = chain.contract("IndexTrader", trader).set_executor.encode(thief)
    hidden = (trader, 0, data, bytes(32), bytes(32))
    controller = chain.contract("TimelockController", timelock)
    controller.schedule(*hidden, 0, sender=site.signer.address)
    with pytest.raises(DeploymentError, match="operations that wait with less than its delay is"):
        site.deploy()
    controller.execute(*hidden, sender=thief)
    assert chain.contract("IndexTrader", trader).executor() == thief


def command(site: Site) -> list[str]:
    config = str(site.folder / CONFIG_FILE)
    return [sys.executable, "-m", "scripts.deploy", "--config", config, "--url", site.chain.url, "--dev-account", "0"]


def pending(chain: Chain) -> int:
    return int(chain.rpc("txpool_status")["pending"], 16)


def wait_for(happened: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def test_world__in_a_folder_of_one_that_is_gone__starts_anew(tmp_path: Path) -> None:
    for _ in range(2):
        world = World.create(tmp_path, market_of(1), MONDAY, timelock=True)
        world.close()

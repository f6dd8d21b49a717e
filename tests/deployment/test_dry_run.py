"""A dry run sends nothing and tells everything: addresses, gas, and what a real run would stumble over."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deployment.errors import DeploymentError
from scripts.deploy import cli
from tests.deployment.conftest import Killed, Site
from world.artifacts import ROOT
from world.index import CONFIG_FILE
from world.node import TRANSACTION_GAS_CAP


def invoke(site: Site, *options: str) -> Result:
    return CliRunner().invoke(cli, ["--config", str(site.folder / CONFIG_FILE), "--url", site.chain.url, *options])


def rehearsed(site: Site, *options: str) -> dict[str, Any]:
    result = invoke(site, "--json", *options)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.output))


def test_dry_run__without_a_signer__predicts_what_a_real_run_does(site: Site) -> None:
    nonce, block = site.chain.nonce(site.signer.address), site.chain.rpc("eth_blockNumber")
    files = sorted(site.folder.iterdir())
    told = rehearsed(site, "--deployer", site.signer.address)
    assert (site.chain.nonce(site.signer.address), site.chain.rpc("eth_blockNumber")) == (nonce, block)
    assert sorted(site.folder.iterdir()) == files
    assert told["differences"] == [] == told["lacking"]
    assert 0 < max(step["gas"] for step in told["steps"]) < TRANSACTION_GAS_CAP

    done = rehearsed(site, "--dev-account", "0")
    assert done["addresses"] == told["addresses"]
    assert [step["name"] for step in done["steps"]] == [step["name"] for step in told["steps"]]
    for expected, found in zip(told["steps"], done["steps"], strict=True):
        assert abs(found["gas"] - expected["gas"]) < 5_000, expected["name"]


def test_dry_run__of_an_interrupted_deployment__counts_what_is_left(site: Site) -> None:
    with pytest.raises(Killed):
        site.deploy(dies_after=6)
    told = rehearsed(site, "--dev-account", "0", "--dry-run")
    assert [step["gas"] is None for step in told["steps"]].count(True) == 6
    assert told["steps"][5]["gas"] is None
    assert told["steps"][6]["gas"] > 0


def test_dry_run__nobody_named__says_what_to_pass(site: Site) -> None:
    result = invoke(site)
    assert result.exit_code == 1
    assert "pass --deployer ADDRESS" in result.output


def test_deploy__without_the_seed__sends_nothing(site: Site) -> None:
    usdc, account = site.given.book.cash.token, site.signer.address
    site.chain.contract("Usdc", usdc).transfer(site.chain.accounts[9], 1, sender=account)
    nonce = site.chain.nonce(account)
    with pytest.raises(DeploymentError, match="raw USDC for the seed is 99999999, not at least 100000000"):
        site.deploy()
    assert site.chain.nonce(account) == nonce
    assert "lacking: deployer: raw USDC" in invoke(site, "--deployer", account).output


def test_deploy__stale_feed__is_named_before_anything_is_sent(site: Site) -> None:
    nonce = site.chain.nonce(site.signer.address)
    site.chain.sleep(2 * 86_400)
    with pytest.raises(DeploymentError, match=r"asset 4 \(BTC\): age of feed BTC / USD is 17280\d s, not at most"):
        site.deploy()
    assert site.chain.nonce(site.signer.address) == nonce


def test_deploy__book_with_wrong_decimals__is_named_before_anything_is_sent(site: Site) -> None:
    path = site.folder / "assets.yaml"
    text = path.read_text()
    place = text.index("symbol: BTC")
    path.write_text(text[:place] + text[place:].replace("decimals: 8", "decimals: 18", 1))
    with pytest.raises(DeploymentError, match=r"asset 4 \(BTC\): decimals is 8, not 18"):
        site.deploy()


def test_ape_run__deploy_then_verify__from_the_shell(site: Site) -> None:
    config = ["--config", str(site.folder / CONFIG_FILE), "--url", site.chain.url]
    ape = [str(Path(sys.executable).with_name("ape")), "run"]
    deployed = subprocess.run([*ape, "deploy", *config, "--dev-account", "0"], cwd=ROOT, capture_output=True, text=True)
    assert deployed.returncode == 0, deployed.stderr
    assert "the deployer has nothing left" in deployed.stdout
    verified = subprocess.run([*ape, "verify", *config], cwd=ROOT, capture_output=True, text=True)
    assert verified.returncode == 0, verified.stderr
    assert "no differences" in verified.stdout

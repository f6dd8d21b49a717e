"""Deploy the index from one configuration file; a dry run without a signer.

    ape run deploy --config deployment.toml --network ethereum:mainnet:node --deployer 0x...      rehearse it
    ape run deploy --config deployment.toml --network ethereum:mainnet:node --account ALIAS       do it
    ape run deploy --config .local/deployment.toml --url http://127.0.0.1:8545 --dev-account 0    on a local chain

Run it again after an interruption: it goes on where it was.
"""

import json
from pathlib import Path
from typing import Any

import click
from web3 import Web3

from deployment.config import Given, load_config
from deployment.contracts import PARTS, TIMELOCK
from deployment.deploy import Prepared, deploy, prepare
from deployment.plan import Step
from deployment.rehearsal import rehearse
from keepers.chain.connection import Connection, shown_url
from keepers.errors import ConfigError, KeeperError
from keepers.execute import Outcome, SendLimits, Signer, ape_signer, ape_url, dev_signer
from world.artifacts import ArtifactError
from world.node import NodeError

__all__ = ["cli"]

GWEI = 10**9


@click.command(epilog="Example: ape run deploy --config .local/deployment.toml --network ethereum:local:node --dry-run")
@click.option(
    "--config", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The configuration file."
)
@click.option("--network", help="Network choice of ape: ECOSYSTEM:NETWORK:PROVIDER.")
@click.option("--url", help="JSON-RPC endpoint instead of --network.")
@click.option("--account", metavar="ALIAS", help="Account of ape that deploys. Without a signer: a dry run.")
@click.option("--dev-account", type=int, metavar="N", help="Development account N of a local chain that deploys.")
@click.option("--deployer", metavar="ADDRESS", help="Who would deploy, for a dry run without a signer.")
@click.option("--dry-run", is_flag=True, help="Send nothing: rehearse every transaction on a fork of the chain.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the journal, deployment.json and assets.json go; that of the configuration by default.",
)
@click.option("--first-nonce", type=int, metavar="N", help="Go on with a deployment that no folder tells about.")
@click.option("--first-block", type=int, metavar="N", default=0, help="Its first block: logs are read from there.")
@click.option("--max-fee", type=click.FloatRange(min=0), default=100.0, show_default=True, help="Most gwei per gas.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def cli(
    config: Path,
    network: str | None,
    url: str | None,
    account: str | None,
    dev_account: int | None,
    deployer: str | None,
    dry_run: bool,
    folder: Path | None,
    first_nonce: int | None,
    first_block: int,
    max_fee: float,
    as_json: bool,
) -> None:
    """Deploy all contracts, list the assets, seed the vault, and hand everything to the timelock."""
    try:
        given = load_config(config)
        endpoint = _endpoint(network, url)
        signer = _signer(account, dev_account, given)
        address = _address(signer, deployer)
        place = folder or given.folder
        chosen = None if first_nonce is None else (first_nonce, first_block)
        prepared = prepare(given, Connection(endpoint), address, place, chosen)
        if signer is None or dry_run:
            _rehearse(prepared, endpoint, as_json)
            return
        _deploy(prepared, endpoint, signer, place, SendLimits(fee_cap=round(max_fee * GWEI)), as_json)
    except (KeeperError, ArtifactError, NodeError) as error:
        raise click.ClickException(str(error)) from None


def _endpoint(network: str | None, url: str | None) -> str:
    if (network is None) == (url is None):
        raise ConfigError("options: name the chain with --network or with --url, one of them")
    return ape_url(network) if network else str(url)


def _signer(account: str | None, dev_account: int | None, given: Given) -> Signer | None:
    if account is not None and dev_account is not None:
        raise ConfigError("options: --account and --dev-account name two signers; pass one of them")
    if account is not None:
        return ape_signer(account)
    return None if dev_account is None else dev_signer(dev_account, given.config.chain_id)


def _address(signer: Signer | None, deployer: str | None) -> str:
    if signer is not None:
        return signer.address
    if deployer is None:
        raise ConfigError("options: a dry run needs to know who would deploy: pass --deployer ADDRESS, or a signer")
    if not Web3.is_address(deployer):
        raise ConfigError(f"options: --deployer {deployer} is not an address of 20 bytes")
    return str(Web3.to_checksum_address(deployer))


def _rehearse(prepared: Prepared, endpoint: str, as_json: bool) -> None:
    plan = prepared.plan
    document: dict[str, Any] = {"dry_run": True, "deployer": plan.deployer, "addresses": _addresses(prepared)}
    document["lacking"] = [str(difference) for difference in prepared.lacking]
    if not as_json:
        click.echo(f"dry run on a fork of {shown_url(endpoint)}; nothing is sent")
        for name, address in document["addresses"].items():
            click.echo(f"  {name:<10} {address}")
    if prepared.lacking:
        _end(document, as_json, [f"  lacking: {said}" for said in document["lacking"]])
        raise click.exceptions.Exit(1)
    steps, found = rehearse(plan, endpoint, prepared.progress.block)
    gas = sum(step.gas or 0 for step in steps)
    document |= {
        "steps": [{"name": each.step.name, "address": each.step.address, "gas": each.gas} for each in steps],
        "gas": gas,
        "differences": [str(difference) for difference in found],
    }
    lines = [f"{number:>3} {each.step.name:<34} {_gas(each.gas)}" for number, each in enumerate(steps, 1)]
    lines.append(f"    {len(steps)} transactions, {gas:,} gas; the largest {max(each.gas or 0 for each in steps):,}")
    lines += [f"    would differ: {difference}" for difference in document["differences"]]
    _end(document, as_json, lines)
    if found:
        raise click.exceptions.Exit(1)


def _deploy(prepared: Prepared, endpoint: str, signer: Signer, folder: Path, limits: SendLimits, as_json: bool) -> None:
    steps: list[dict[str, Any]] = []

    def told(number: int, step: Step, outcome: Outcome | None) -> None:
        gas = None if outcome is None else outcome.gas_used
        steps.append({"name": step.name, "address": step.address, "gas": gas})
        if not as_json:
            total = len(prepared.plan.steps)
            click.echo(f"{number:>3}/{total} {step.name:<34} {_gas(gas)}")

    deploy(prepared, endpoint, signer, folder, limits, told)
    document = {"dry_run": False, "deployer": signer.address, "addresses": _addresses(prepared), "steps": steps}
    lines = [f"deployed: {folder}/deployment.json and {folder}/assets.json say where everything is"]
    lines.append(f"          the timelock {prepared.plan.addresses[TIMELOCK]} owns it, the deployer has nothing left")
    _end(document, as_json, lines)


def _addresses(prepared: Prepared) -> dict[str, str]:
    return {name: prepared.plan.addresses[name] for name in (TIMELOCK, *(part.key for part in PARTS))}


def _gas(gas: int | None) -> str:
    return "done before" if gas is None else f"{gas:>12,} gas"


def _end(document: dict[str, Any], as_json: bool, lines: list[str]) -> None:
    click.echo(json.dumps(document, indent=1) if as_json else "\n".join(lines))


if __name__ == "__main__":
    cli()

"""A configuration that gives too much to one key, or too little time to holders, is refused before anything is sent."""

from pathlib import Path

import pytest

from deployment.config import load_config
from deployment.errors import BadConfig
from deployment.plan import build_plan
from tests.deployment.conftest import Site
from world.index import CONFIG_FILE, Roles


def config(site: Site, old: str, new: str) -> Path:
    path = site.folder / CONFIG_FILE
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return path


def test_config__of_the_world__has_the_delay_of_the_parameters(site: Site) -> None:
    assert site.given.delay == 8 * 86_400
    assert site.given.seed == 100 * 10**6


@pytest.mark.parametrize("role", ["guardian", "proposer", "executor"])
def test_config__one_key_for_two_roles__is_refused(site: Site, role: str) -> None:
    roles = Roles.of(site.chain)
    path = config(site, f'{role} = "{getattr(roles, role)}"', f'{role} = "{roles.owner}"')
    with pytest.raises(BadConfig, match=rf"is timelock\.proposers and roles\.{role}"):
        load_config(path)


def test_config__delay_shorter_than_the_way_out__is_refused(site: Site) -> None:
    path = config(site, "[timelock]", f"[timelock]\ndelay = {86_400}")
    with pytest.raises(BadConfig, match="86400 s is not longer than the 86400 s"):
        load_config(path)


def test_config__book_of_another_chain__is_refused(site: Site) -> None:
    with pytest.raises(BadConfig, match="is for chain 1, its asset book for chain 31337"):
        load_config(config(site, "chain_id = 31337", "chain_id = 1"))


def test_config__unknown_field__is_refused(site: Site) -> None:
    with pytest.raises(BadConfig, match=r"timelock\.dealy: Extra inputs are not permitted"):
        load_config(config(site, "[timelock]", "[timelock]\ndealy = 700000"))


def test_config__wrong_checksum__is_refused(site: Site) -> None:
    guardian = Roles.of(site.chain).guardian
    with pytest.raises(BadConfig, match=r"roles\.guardian: .* has a wrong EIP-55 checksum"):
        load_config(config(site, guardian, guardian.lower()))


def test_config__missing_file__is_named(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match=r"none\.toml cannot be read"):
        load_config(tmp_path / "none.toml")


@pytest.mark.parametrize("role", ["owner", "guardian", "proposer", "executor"])
def test_plan__deployer_with_a_role__is_refused(site: Site, role: str) -> None:
    with pytest.raises(BadConfig, match="it must end with nothing"):
        build_plan(site.given, getattr(Roles.of(site.chain), role), 0)

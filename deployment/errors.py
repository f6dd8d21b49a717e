"""What a deployment refuses; each message names the thing, its value and what to do about it."""

from keepers.errors import ConfigError, KeeperError

__all__ = ["BadConfig", "DeploymentError", "Interrupted"]


class DeploymentError(KeeperError):
    """The deployment cannot go on, or is not what it should be."""


class BadConfig(ConfigError):
    """The configuration or the asset book does not fit; nothing was sent."""


class Interrupted(DeploymentError):
    """What is on chain is not what this deployment left there."""

"""The command line, one module a command; each has a click command named `command`."""

"""The keeper of the index: decide, plan, execute, and show what happened."""

"""Rules no general linter knows: contract patterns the compiler gets wrong, and how the project's rooms are kept."""

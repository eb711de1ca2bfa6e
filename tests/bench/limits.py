"""What is asked of the program, in one place. Ratios only: they hold on any machine, absolute numbers do not."""

# More processor time than this went to somebody else during a run, in cores: the run says little.
FOREIGN_CORES_MOST = 0.12
# The load generator itself was the bottleneck: the run says nothing about the server.
GENERATOR_CORES_MOST = 0.95

# scenario → (measure, the program ÷ the bare chain, "most" or "least")
AGAINST_BARE_CHAIN = {
    "chain": [
        ("cpu_s_per_1000", 1.5, "most"),
        ("messages_per_second", 0.7, "least"),
    ],
}

# The program with millions of rows ÷ the program with none.
BIG_AGAINST_EMPTY = [
    ("cpu_s_per_1000", 2.0, "most"),
]

# These must be nothing in every run of the program, on a quiet machine or not.
NEVER = ("wrong", "lost", "extra")

"""A store that lives: people and customers who play its days through the verbs the pages call, with a clock of their own (design: the ledger)."""

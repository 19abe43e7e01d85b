"""How the program meets its database: addresses, bulk writes, prepared questions, one moment."""

"""收工小结: the day in three sentences, reckoned at its closing time and kept as first written."""

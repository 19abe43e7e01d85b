"""reception/who: its questions to what happens today."""

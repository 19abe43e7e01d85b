"""reception/showroom: its verbs."""

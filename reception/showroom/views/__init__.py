"""reception/showroom: its pages."""

"""reception/showroom: what is typed on its pages."""

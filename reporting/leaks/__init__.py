"""Where leads are being lost now: seven gaps, each lead in the first that holds."""

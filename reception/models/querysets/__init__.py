"""Questions about visits, orders, leakages and showroom cards, named after what the asker wants."""

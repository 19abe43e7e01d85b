"""日结: the front desk signs its day, once; what comes afterwards stands beside it."""

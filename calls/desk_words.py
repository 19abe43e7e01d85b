"""Why a lead is next, in words: the reasons of the queue as an agent reads them."""

"""The contract of shelves, for import-linter: in each room the layers over all its subjects, as pyproject.toml draws them.

A layer is named as it lies in its room: `models`, or `*.views` for the views of every subject. A name without a star wins over one with it, and
`*.*` takes what of a subject no other layer names. So a new subject falls in by itself; what lies in a room and falls nowhere breaks the contract.
"""

from fnmatch import fnmatchcase
from typing import Any

from grimp import ImportGraph, Layer
from importlinter import Contract, ContractCheck, fields, output

REST = "*.*"


class ShelvesContract(Contract):
    """`apart` names the shelves on which no subject knows another; on all others they may know each other both ways."""

    type_name = "shelves"

    rooms = fields.ListField(subfield=fields.StringField())
    layers = fields.ListField(subfield=fields.StringField())
    apart = fields.ListField(subfield=fields.StringField())
    besides = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Hold each room to the layers."""
        homeless: list[str] = []
        chains: list[Any] = []
        for room in self.rooms:
            shelves: dict[int, set[str]] = {}
            for module in modules_of(graph, room, self._names()):
                rank = self._rank(module.removeprefix(f"{room}."))
                if rank is None:
                    homeless.append(module)
                else:
                    shelves.setdefault(rank, set()).add(module)
            layers = [Layer(*shelves[rank], independent=self._is_apart(rank)) for rank in sorted(shelves) if rank >= 0]
            chains += graph.find_illegal_dependencies_for_layers(layers=layers)
        return ContractCheck(kept=not homeless and not chains, metadata={"homeless": homeless, "chains": chains})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say what has no place, and which way each wrong import runs."""
        for module in sorted(check.metadata["homeless"]):
            output.print_error(f"{module} lies on no shelf.")
        for chain in sorted(check.metadata["chains"], key=lambda chain: (chain.importer, chain.imported)):
            output.print_error(f"{chain.importer} may not know {chain.imported}:")
            for route in chain.routes:
                output.print_error("  " + " → ".join([" | ".join(sorted(route.heads)), *route.middle, " | ".join(sorted(route.tails))]))

    def _names(self) -> list[list[str]]:
        return [[name.strip() for name in layer.replace(":", "|").split("|")] for layer in self.layers]

    def _is_apart(self, rank: int) -> bool:
        return "|" in self.layers[rank] or self.layers[rank] in self.apart

    def _rank(self, module: str) -> int | None:
        """Return the number of a module's layer, -1 for what is held to none."""
        if module in self.besides:
            return -1
        found = [(("*" in name) + (name == REST), rank) for rank, names in enumerate(self._names()) for name in names if fits(module, name)]
        return min(found)[1] if found else None


def fits(module: str, name: str) -> bool:
    """Whether a module, as it lies in its room, is meant by the name of a layer."""
    return module.count(".") == name.count(".") and fnmatchcase(module, name)


def modules_of(graph: ImportGraph, room: str, layers: list[list[str]]) -> list[str]:
    """Return what is laid on shelves: what lies at the room's root, and what lies in each of its subjects."""
    whole = {name for names in layers for name in names if "." not in name}
    found = []
    for module in sorted(graph.find_children(room)):
        inside = [] if module.removeprefix(f"{room}.") in whole else sorted(graph.find_children(module))
        found += inside or [module]
    return found

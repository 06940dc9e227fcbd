"""Erasure of one person from everything, with proof."""

from dataclasses import dataclass

from signpost.warehouse import audit, versions
from signpost.warehouse.connection import Reader, Writer
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse

# where a person can stand. Tickets and answers stay with the group, reports with the team
_PLACES = (
    ("usage", "person_id", "delete"),
    ("licence", "person_id", "delete"),
    ("interaction", "from_person", "delete"),
    ("interaction", "to_person", "delete"),
    ("roster", "person_id", "delete"),
    ("roster", "manager_id", "unname"),
    ("record", "person_id", "unname"),
    ("response", "person_id", "unname"),
    ("alias", "person_id", "delete"),
    ("person", "person_id", "delete"),
    ("roster_span", "person_id", "derived"),
    ("roster_span", "manager_id", "derived"),
    ("person_window", "person_id", "derived"),
)


@dataclass(frozen=True)
class Proof:
    """Rows of the person per table and column in every version on disk: before, and after."""

    before: dict[int, dict[str, int]]
    after: dict[int, dict[str, int]]

    @property
    def complete(self) -> bool:
        """Return whether no version on disk has the person any more."""
        return not any(count for tables in self.after.values() for count in tables.values())


def erase(warehouse: Warehouse, alias_hash: str, who: str) -> Proof:
    """Erase the person behind one identifier's hash, under all their identifiers.

    Usage, licences, roster rows and interactions go; records and answers stay with their group and
    lose the person; totals are computed again. All older versions, and damaged ones that were set
    aside, are deleted and the new one is written afresh. Backups, and exports that still name the
    person, are not reached. Raises WarehouseError if nobody has that identifier.
    """
    before_erasure = warehouse.versions()
    before = {v.number: _counts(warehouse.at(v), [alias_hash]) for v in before_erasure}
    with warehouse.write(who, compact=True) as writer:
        person, hashes = _person(writer, alias_hash)
        for table, column, what in _PLACES:
            if what == "delete":
                writer.execute(f"delete from {table} where {column} = {person}")
            elif what == "unname":
                writer.execute(f"update {table} set {column} = null where {column} = {person}")
        for alias in hashes:
            writer.execute("update rejected set text = null where contains(text, ?)", [alias])
        audit.record(writer, who, "erase", "one person, on request")
    versions.remove_files(
        [*(version.path for version in before_erasure), *warehouse.root.glob("*.damaged")]
    )
    after = {v.number: _counts(warehouse.at(v), hashes, person) for v in warehouse.versions()}
    return Proof(before, after)


def _person(writer: Writer, alias_hash: str) -> tuple[int, list[str]]:
    matches = writer.rows("select person_id from alias where alias_hash = ?", [alias_hash])
    if not matches:
        raise WarehouseError(
            "Nobody in this data folder has that identifier.",
            "Check its spelling, and that the key is the one the data was loaded with.",
        )
    person = int(matches[0][0])
    rows = writer.rows("select alias_hash from alias where person_id = ?", [person])
    return person, [str(row[0]) for row in rows]


def _counts(reader: Reader, hashes: list[str], person: int | None = None) -> dict[str, int]:
    """Return the number of rows with the person, by number and by any of their identifiers."""
    if person is None:
        found = reader.rows("select person_id from alias where alias_hash = ?", hashes)
        person = int(found[0][0]) if found else -1
    counts = {
        f"{table}.{column}": int(
            reader.one(f"select count(*) from {table} where {column} = {person}")[0]
        )
        for table, column, _ in _PLACES
    }
    for table, column in (("alias", "alias_hash"), ("rejected", "text")):
        found = [
            reader.one(f"select count(*) from {table} where contains({column}, ?)", [alias])
            for alias in hashes
        ]
        counts[f"{table}.{column}"] = sum(int(row[0]) for row in found)
    return counts

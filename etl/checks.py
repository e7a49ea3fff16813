"""What must hold before an indicator goes live, and why an exception is accepted.

The gates of `gates.py` and what a reader found (`dubbel`, `quotient`, `antwoorden`)
join in `gate_result`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import duckdb
import polars as pl
from babel.numbers import format_decimal

from etl import settings
from etl.catalogue import Indicator
from etl.gates import GATES, Gate
from etl.load import append
from etl.observations import Finding
from etl.refusal import Refusal


def run(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    catalogue: Sequence[Indicator],
    findings: Mapping[str, Iterable[Finding]],
    with_live: bool = False,
) -> dict[str, str]:
    """Run the gates on the draft and store a row for each result.

    Args:
        connection: With the draft attached as `monitor`, observations loaded.
        build_id: The build that the results belong to.
        catalogue: For the exceptions that somebody wrote down.
        findings: What was found while reading, per indicator id.
        with_live: Whether the live database is attached as `live`.

    Returns:
        The indicators that a gate stops, with the reason in Dutch.
    """
    known = {indicator.indicator_id: indicator for indicator in catalogue}
    results = [
        _judge(known[indicator_id], finding)
        for indicator_id, found in findings.items()
        for finding in found
    ]
    for name, gate in GATES.items():
        if gate.needs_live and not with_live:
            continue
        results += [
            _judge(known[indicator_id], finding, deviation)
            for indicator_id, finding, deviation in _run_gate(connection, name, gate)
            # What only the live database knows is not for this build to judge.
            if indicator_id in known
        ]
    connection.execute("DELETE FROM monitor.gate_result WHERE build_id = ?", [build_id])
    if results:
        rows = pl.DataFrame(list(map(asdict, results)), infer_schema_length=None)
        append(connection, "gate_result", rows.with_columns(build_id=pl.lit(build_id)))
    titles = {name: gate.title for name, gate in settings.refresh().gates.items()}
    return {
        result.indicator_id: f"controle ‘{titles[result.gate]}’"
        f"{f' {result.year}' if result.year else ''}: {result.found} [{result.place}]"
        for result in reversed(results)
        if result.verdict == "fout"
    }


@dataclass(frozen=True)
class Result:
    """A row of `gate_result`."""

    gate: str
    indicator_id: str
    year: int | None
    verdict: str
    found: str
    threshold: str
    place: str
    reason: str | None


def _run_gate(
    connection: duckdb.DuckDBPyConnection, name: str, gate: Gate
) -> list[tuple[str, Finding, float | None]]:
    """One finding per indicator and year that fails, one per indicator that holds."""
    setting = settings.refresh().gates.get(name)
    if setting is None:
        raise Refusal("refresh.yaml", f"controle '{name}' ontbreekt bij 'gates'")
    expected = gate.threshold.format(
        threshold=format_decimal(setting.threshold, locale="nl_BE")
    )
    failures = gate.failures.replace(":threshold", repr(setting.threshold))
    cases: dict[tuple[str, int], list[tuple[str, str, float | None]]] = {}
    for indicator_id, year, *case in connection.execute(failures).fetchall():
        cases.setdefault((indicator_id, year), []).append((case[0], case[1], case[2]))
    found = []
    for (indicator_id, year), rows in cases.items():
        text, place, _deviation = rows[0]
        more = f" (en {len(rows) - 1} andere)" if len(rows) > 1 else ""
        finding = Finding(
            name,
            year,
            False,
            text + more,
            expected,
            place,
        )
        worst = max((row[2] for row in rows if row[2] is not None), default=None)
        found.append((indicator_id, finding, worst))
    failed = {indicator_id for indicator_id, _year in cases}
    return found + [
        (
            indicator_id,
            Finding(name, None, True, f"{n} vergelijkingen", expected, "alle jaren"),
            None,
        )
        for indicator_id, n in connection.execute(gate.compared).fetchall()
        if indicator_id not in failed
    ]


def _judge(
    indicator: Indicator, finding: Finding, deviation: float | None = None
) -> Result:
    """Give a finding its verdict, after the exceptions of the catalogue."""
    reason = None if finding.passed else _explanation(indicator, finding, deviation)
    if finding.passed:
        verdict = "ok"
    elif reason is not None:
        verdict = "verklaard"
    else:
        verdict = (
            "fout" if settings.refresh().gates[finding.gate].stops else "opmerking"
        )
    return Result(
        finding.gate,
        indicator.indicator_id,
        finding.year,
        verdict,
        finding.found,
        finding.threshold,
        finding.place,
        reason,
    )


def _explanation(
    indicator: Indicator, finding: Finding, deviation: float | None
) -> str | None:
    for exception in indicator.exceptions:
        in_years = not exception.years or finding.year in exception.years
        small = exception.within is None or (deviation or 0) <= exception.within
        if exception.gate == finding.gate and in_years and small:
            return exception.reason
    return None


def check_regions(connection: duckdb.DuckDBPyConnection) -> None:
    """Every full set of areas adds up to its members, for all counts.

    Raises:
        Refusal: It does not: our own formula is at fault, so nothing is published.
    """
    odd = connection.execute("""
        WITH member AS (
            SELECT indicator_id, breakdown, year, sum(numerator) AS numerator
            FROM monitor.observation AS o INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE i.aggregation IN ('ratio', 'sum')
            GROUP BY ALL HAVING count(*) = count(numerator)
        ),
        region AS (
            SELECT v.indicator_id, v.breakdown, v.year, a.area_type, sum(v.numerator) AS numerator
            FROM monitor.area_value AS v INNER JOIN monitor.area AS a USING (area_id)
            WHERE a.area_type IN ('referentieregio', 'vervoerregio', 'politiezone', 'provincie')
                AND v.method <> 'official'
            GROUP BY ALL HAVING count(*) = (
                SELECT count(*) FROM monitor.area AS t WHERE t.area_type = a.area_type
            ) AND min(coalesce(v.coverage, 0)) = 1
        )
        SELECT indicator_id, breakdown, year, area_type, r.numerator, m.numerator
        FROM region AS r INNER JOIN member AS m USING (indicator_id, breakdown, year)
        WHERE abs(r.numerator - m.numerator) > 1e-9 * abs(m.numerator) ORDER BY ALL LIMIT 1
    """).fetchone()
    if odd is not None:
        raise Refusal(
            "aggregatie",
            f"{odd[0]} {odd[1]} {odd[2]}: alle gebieden van type {odd[3]} samen "
            f"geven {odd[4]}, de gemeenten {odd[5]}",
        )

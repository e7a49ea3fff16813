"""Gates: what must hold before an indicator goes live, and why an exception is accepted.

Each gate is one SELECT over the draft that lists what fails; what a reader found
(`dubbel`, `quotient`, `antwoorden`) joins them in `gate_result`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

import duckdb

from etl.catalogue import Indicator
from etl.observations import Finding
from etl.refusal import Refusal


@dataclass(frozen=True)
class Gate:
    """One check.

    `failures` is a SELECT of `indicator_id, year, found, place, deviation`
    (relative; null where that has no meaning); `compared` a SELECT of `indicator_id, n`, the number of comparisons it made. A gate that
    does not stop gives remarks only.
    """

    title: str
    threshold: str
    stops: bool
    compared: str
    failures: str


_SUMS = """
    WITH added AS (
        SELECT indicator_id, breakdown, year, sum(numerator) AS numerator,
            sum(denominator) AS denominator,
            bool_and(numerator = floor(numerator)) AS whole
        FROM monitor.observation WHERE numerator IS NOT NULL GROUP BY ALL
    ),
    pair AS (
        SELECT indicator_id, year, breakdown, unnest([
            {'part': 'teller', 'added': a.numerator, 'published': o.numerator, 'whole': whole},
            {'part': 'noemer', 'added': a.denominator, 'published': o.denominator, 'whole': true}
        ], recursive := true)
        FROM monitor.official_value AS o INNER JOIN added AS a USING (indicator_id, breakdown, year)
        WHERE o.area_id = '02000' AND o.numerator IS NOT NULL
    )
"""

_PARTS = """
    WITH parts AS (
        SELECT o.indicator_id, b.part_of AS breakdown, o.nis, o.year,
            sum(o.numerator) AS added, count(o.numerator) = count(*) AS complete
        FROM monitor.observation AS o
        INNER JOIN monitor.breakdown AS b USING (indicator_id, breakdown)
        WHERE b.part_of IS NOT NULL GROUP BY ALL
    ),
    pair AS (
        SELECT indicator_id, year, nis, p.added, t.numerator AS total
        FROM parts AS p INNER JOIN monitor.observation AS t
            USING (indicator_id, breakdown, nis, year)
        WHERE p.complete AND t.numerator IS NOT NULL
    )
"""

GATES: Mapping[str, Gate] = {
    "deel": Gate(
        title="de delen van een indeling tellen op tot het totaal",
        threshold="gelijk",
        stops=True,
        compared=f"{_PARTS} SELECT indicator_id, count(*) AS n FROM pair GROUP BY ALL",
        failures=f"""{_PARTS}
            SELECT indicator_id, year, format('delen {{:.0f}}, totaal {{:.0f}}', added, total)
                AS found, 'gemeente ' || nis AS place, abs(added - total) / total AS deviation
            FROM pair WHERE abs(added - total) > 0.5 ORDER BY ALL""",
    ),
    "som": Gate(
        title="som van de gemeenten = gepubliceerd Vlaams Gewest",
        threshold="gelijk; bij afgeronde bedragen 1 op 100.000",
        stops=True,
        compared=f"{_SUMS} SELECT indicator_id, count(*) AS n FROM pair GROUP BY ALL",
        failures=f"""{_SUMS}
            SELECT indicator_id, year, format('{{}}{{}}: som {{:.0f}}, gepubliceerd {{:.0f}}',
                part, CASE WHEN breakdown = '' THEN '' ELSE ' (' || breakdown || ')' END,
                added, published) AS found, 'Vlaams Gewest' AS place,
                abs(added - published) / abs(published) AS deviation
            FROM pair
            WHERE abs(added - published) > CASE WHEN whole THEN 0.5 ELSE published * 1e-5 END
            ORDER BY ALL""",
    ),
    "teller": Gate(
        title="teller niet groter dan noemer bij een aandeel",
        threshold="teller ≤ noemer",
        stops=True,
        compared="""SELECT o.indicator_id, count(*) AS n FROM monitor.observation AS o
            INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE i.unit = '%' AND o.denominator IS NOT NULL GROUP BY ALL""",
        failures="""SELECT o.indicator_id, o.year,
                format('{:.0f} van {:.0f}', o.numerator, o.denominator) AS found,
                format('gemeente {}, rij {}', o.nis, o."row") AS place, NULL AS deviation
            FROM monitor.observation AS o INNER JOIN monitor.indicator AS i USING (indicator_id)
            WHERE i.unit = '%' AND o.numerator > o.denominator ORDER BY ALL""",
    ),
    "volledig": Gate(
        title="elke gemeente van het jaar is aanwezig",
        threshold="alle gemeenten van die grenzen",
        stops=False,
        compared="""SELECT indicator_id, count(DISTINCT year) AS n
            FROM monitor.observation GROUP BY ALL""",
        failures="""
            WITH expected AS (
                SELECT vintage, count(*) AS n FROM monitor.lineage
                WHERE vintage = to_vintage GROUP BY ALL
            ),
            present AS (
                SELECT o.indicator_id, o.year, o.vintage, count(DISTINCT o.nis) AS n
                FROM monitor.observation AS o
                INNER JOIN monitor.indicator AS i USING (indicator_id)
                WHERE o.value IS NOT NULL AND o.breakdown = i.main_breakdown GROUP BY ALL
            )
            SELECT p.indicator_id, p.year, format('{} van {} gemeenten', p.n, e.n) AS found,
                'hoofduitsplitsing' AS place, NULL AS deviation
            FROM present AS p INNER JOIN expected AS e USING (vintage)
            WHERE p.n < e.n ORDER BY ALL""",
    ),
    "nul": Gate(
        title="een nul waar het Vlaamse aandeel er veel doet verwachten",
        threshold="minder dan 20 verwacht bij een nul",
        stops=False,
        compared="""SELECT indicator_id, count(*) AS n FROM monitor.observation
            WHERE denominator > 0 GROUP BY ALL""",
        failures="""
            WITH share AS (
                SELECT indicator_id, breakdown, year, sum(numerator) / sum(denominator) AS share
                FROM monitor.observation WHERE denominator > 0 GROUP BY ALL
            )
            SELECT o.indicator_id, o.year,
                format('0 van {:.0f}, verwacht {:.0f}', o.denominator, o.denominator * s.share)
                    AS found,
                format('gemeente {}, rij {}', o.nis, o."row") AS place, NULL AS deviation
            FROM monitor.observation AS o
            INNER JOIN share AS s USING (indicator_id, breakdown, year)
            WHERE o.numerator = 0 AND o.denominator * s.share >= 20 ORDER BY ALL""",
    ),
}
FOUND_WHILE_READING = {
    "dubbel": "elke sleutel één keer",
    "quotient": "gepubliceerde verhouding = teller / noemer",
    "antwoorden": "de antwoorden tellen op tot 100 %",
    "volledig": "elke gemeente van het jaar is aanwezig",
}
"""Titles of the gates that the source modules check, see `Finding`."""


def run(
    connection: duckdb.DuckDBPyConnection,
    build_id: str,
    catalogue: Sequence[Indicator],
    findings: Mapping[str, Iterable[Finding]],
) -> list[str]:
    """Run the gates on the draft and store a row for each result.

    Args:
        connection: With the draft attached as `monitor`, observations loaded.
        build_id: The build that the results belong to.
        catalogue: For the exceptions that somebody wrote down.
        findings: What was found while reading, per indicator id.

    Returns:
        Ids of the indicators that a gate stops.
    """
    known = {indicator.indicator_id: indicator for indicator in catalogue}
    results = [
        _judge(known[indicator_id], finding)
        for indicator_id, found in findings.items()
        for finding in found
    ]
    for name, gate in GATES.items():
        results += [
            _judge(known[indicator_id], finding, deviation)
            for indicator_id, finding, deviation in _run_gate(connection, name, gate)
        ]
    connection.execute("DELETE FROM monitor.gate_result WHERE build_id = ?", [build_id])
    connection.executemany(
        "INSERT INTO monitor.gate_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(build_id, *astuple(result)) for result in results],
    )
    return sorted(
        {result.indicator_id for result in results if result.verdict == "fout"}
    )


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
    cases: dict[tuple[str, int], list[tuple[str, str, float | None]]] = {}
    for indicator_id, year, *case in connection.execute(gate.failures).fetchall():
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
            gate.threshold,
            place,
            kept_out=not gate.stops,
        )
        worst = max((row[2] for row in rows if row[2] is not None), default=None)
        found.append((indicator_id, finding, worst))
    failed = {indicator_id for indicator_id, _year in cases}
    return found + [
        (
            indicator_id,
            Finding(
                name, None, True, f"{n} vergelijkingen", gate.threshold, "alle jaren"
            ),
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
        verdict = "opmerking" if finding.kept_out else "fout"
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
            ) AND min(v.coverage) = 1
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

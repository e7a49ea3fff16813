-- The database: a public contract. Analysts open this file with DuckDB itself, so
-- names are an interface. All figures DOUBLE (charts lose the point of a DECIMAL),
-- all codes text. Extra columns may come; the ones here keep name and meaning.
-- The ETL attaches the file AS monitor while it fills it.

CREATE TABLE monitor.build (
    build_id VARCHAR NOT NULL,          -- UTC time and start of the inputs' hash
    built_at TIMESTAMP NOT NULL,        -- UTC
    code_version VARCHAR NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    schema_version INTEGER NOT NULL,    -- readers refuse a file of another version
    plan_sha256 VARCHAR                 -- of the action plan and its edits
);

CREATE TABLE monitor.area (
    area_id VARCHAR PRIMARY KEY,        -- NIS, 02000, REFREGnn or a slug
    area_type VARCHAR NOT NULL,         -- gemeente, referentieregio, vervoerregio, …; elders: outside Flanders
    name VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,                      -- NULL = current
    position INTEGER NOT NULL           -- order in lists
);

CREATE TABLE monitor.area_member (
    area_id VARCHAR NOT NULL,
    nis VARCHAR NOT NULL,               -- code at the time
    valid_from DATE,                    -- NULL = from the start of the series
    valid_to DATE                       -- NULL = current
);

CREATE TABLE monitor.merger (old_nis VARCHAR PRIMARY KEY, new_nis VARCHAR NOT NULL, valid_from DATE NOT NULL);

-- Former ids and where they lead now: what somebody renamed (data/aliases.csv), and municipalities that merged.
CREATE TABLE monitor.alias (
    kind VARCHAR NOT NULL CHECK (kind IN ('indicator', 'area', 'breakdown')),
    within VARCHAR NOT NULL,            -- the indicator of a breakdown, else ''
    old VARCHAR NOT NULL,
    new VARCHAR NOT NULL,               -- an id that exists: chains are followed when the table is made
    PRIMARY KEY (kind, within, old)
);

-- Municipalities of each vintage (2018, 2024, 2025) and where their territory lies in later ones.
CREATE TABLE monitor.lineage (
    vintage VARCHAR NOT NULL, nis VARCHAR NOT NULL, to_vintage VARCHAR NOT NULL, to_nis VARCHAR NOT NULL
);

-- Today's municipalities that share a piece of border on the map, both directions. Not who
-- meets in a point, and nobody outside Flanders: the map ends there.
CREATE TABLE monitor.neighbour (nis VARCHAR NOT NULL, neighbour_nis VARCHAR NOT NULL);

CREATE TABLE monitor.source (
    source VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, publisher VARCHAR NOT NULL,
    licence VARCHAR NOT NULL, homepage VARCHAR NOT NULL
);

CREATE TABLE monitor.source_file (
    file_id VARCHAR PRIMARY KEY,        -- start of sha256
    source VARCHAR NOT NULL,
    name VARCHAR NOT NULL,              -- name of the file as it was read
    url VARCHAR,
    retrieved_at DATE,
    sha256 VARCHAR NOT NULL,
    bytes BIGINT NOT NULL,
    etag VARCHAR,
    licence VARCHAR NOT NULL,           -- 'niet vermeld' where the publisher states none
    publisher VARCHAR NOT NULL,
    vintage VARCHAR,                    -- edition of the source, in its own words
    embedded BOOLEAN NOT NULL,          -- came with the product, not from a refresh
    from_inbox BOOLEAN NOT NULL         -- put there by somebody, not pulled
);

-- The last answer of each way in to a source, as it stood when this build was made.
CREATE TABLE monitor.pull (
    source VARCHAR NOT NULL, way VARCHAR NOT NULL, last_success TIMESTAMP, last_attempt TIMESTAMP NOT NULL,
    last_error VARCHAR, files INTEGER NOT NULL
);

CREATE TABLE monitor.action_line (
    action_line VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, short_title VARCHAR NOT NULL, goal VARCHAR NOT NULL
);

CREATE TABLE monitor.indicator (
    indicator_id VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,
    code VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    theme VARCHAR NOT NULL,
    page VARCHAR,                       -- sociaal-economisch, mobiliteit or NULL
    group_title VARCHAR NOT NULL,       -- heading on the page
    action_line VARCHAR NOT NULL,       -- '1'..'4' or 'context'
    also_lines VARCHAR[] NOT NULL,
    headline INTEGER,                   -- place on the overview within its line
    unit VARCHAR NOT NULL,
    factor DOUBLE NOT NULL,             -- value = numerator / denominator x factor
    rounding DOUBLE,                    -- step of a rounded ratio, for 'implied'
    aggregation VARCHAR NOT NULL,       -- sum, ratio, weighted, implied, pairs, none
    aggregation_reason VARCHAR NOT NULL,
    weight VARCHAR,                     -- indicator that weighs, for 'weighted'
    is_survey BOOLEAN NOT NULL,
    main_breakdown VARCHAR NOT NULL,
    direction VARCHAR,                  -- up, down or NULL (no verdict)
    measure VARCHAR NOT NULL,           -- share (%), rate (per …) or level: how a change is measured
    stable_change DOUBLE NOT NULL,      -- yearly change that counts as stable: points for a share, else %
    no_trend_verdict VARCHAR,           -- why a change over time is neither good nor bad
    decimals INTEGER NOT NULL,
    definition VARCHAR NOT NULL,
    numerator_label VARCHAR,
    denominator_label VARCHAR,
    synonyms VARCHAR[] NOT NULL,
    note VARCHAR,
    producer VARCHAR,                   -- who supplies the figures to the source
    available_to INTEGER,               -- newest year that the source is known to have
    release_month INTEGER,              -- figures of year Y come out in this month ...
    release_lag INTEGER,                -- ... of year Y + lag
    admission VARCHAR,                  -- how a sheet got in that the catalogue did not (fully) describe
    follows VARCHAR,                    -- indicator with another definition that this one took over from
    follows_year INTEGER,               -- first year under this definition
    follows_reason VARCHAR,
    position INTEGER NOT NULL           -- order on screen
);

-- The indicators that a formula of our own is made from: a row per term, added with its
-- sign, then numerator / denominator x factor.
CREATE TABLE monitor.derived_from (
    indicator_id VARCHAR NOT NULL, input_id VARCHAR NOT NULL,
    side VARCHAR NOT NULL CHECK (side IN ('numerator', 'denominator')),
    position INTEGER NOT NULL,
    breakdowns VARCHAR[] NOT NULL,      -- of the input, added up
    years INTEGER NOT NULL,             -- so many years added up, the last one included
    lag INTEGER NOT NULL,               -- the value of so many years earlier
    sign INTEGER NOT NULL               -- 1 or -1
);

-- From this year on measured or registered otherwise: no line and no verdict across it.
CREATE TABLE monitor.series_break (indicator_id VARCHAR NOT NULL, year INTEGER NOT NULL, reason VARCHAR NOT NULL);

-- Whose figures an indicator shows: of this refresh, embedded, or kept from an earlier build.
CREATE TABLE monitor.indicator_state (
    indicator_id VARCHAR PRIMARY KEY,
    state VARCHAR NOT NULL CHECK (state IN ('vers', 'ingebed', 'behouden', 'geen')),
    reason VARCHAR,                     -- why it is not the newest file
    build_id VARCHAR NOT NULL           -- the build that first showed these figures
);

CREATE TABLE monitor.breakdown (
    indicator_id VARCHAR NOT NULL, breakdown VARCHAR NOT NULL, label VARCHAR NOT NULL, position INTEGER NOT NULL,
    part_of VARCHAR                     -- the breakdown whose total it adds up to, with its siblings
);

-- As delivered, on the boundaries of its vintage. Value in the unit of the catalogue.
CREATE TABLE monitor.observation (
    indicator_id VARCHAR NOT NULL,
    breakdown VARCHAR NOT NULL,         -- '' for the total, else dimension=value;…
    nis VARCHAR NOT NULL,
    vintage VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    reference_period VARCHAR,
    value DOUBLE,
    numerator DOUBLE,
    denominator DOUBLE,
    n DOUBLE,                           -- unweighted answers, where published
    missing VARCHAR CHECK (missing IN ('leeg', 'gecensureerd', 'nvt', 'onbekend')),
    lower DOUBLE,
    upper DOUBLE,
    sheet VARCHAR,                      -- where in the file it stands
    "row" INTEGER,
    file_id VARCHAR NOT NULL
);

CREATE TABLE monitor.official_value (
    indicator_id VARCHAR NOT NULL, breakdown VARCHAR NOT NULL, area_id VARCHAR NOT NULL, year INTEGER NOT NULL,
    value DOUBLE, numerator DOUBLE, denominator DOUBLE, file_id VARCHAR NOT NULL
);

-- What weighs a municipality: population (and whatever the catalogue names), per vintage.
CREATE TABLE monitor.weight (
    indicator_id VARCHAR NOT NULL, nis VARCHAR NOT NULL, vintage VARCHAR NOT NULL, year INTEGER NOT NULL, value DOUBLE NOT NULL
);

-- As shown: one row per key, every area type, municipalities on current boundaries included.
CREATE TABLE monitor.area_value (
    indicator_id VARCHAR NOT NULL,
    breakdown VARCHAR NOT NULL,
    area_id VARCHAR NOT NULL,
    year INTEGER NOT NULL,
    value DOUBLE,
    numerator DOUBLE,
    denominator DOUBLE,
    lower DOUBLE,
    upper DOUBLE,
    method VARCHAR NOT NULL,            -- official, sum, ratio, weighted, implied, pairs, none
    computed_value DOUBLE,
    computed_method VARCHAR,
    coverage DOUBLE,                    -- share of the denominator (else population) that was observed
    n_observed INTEGER,
    n_members INTEGER,
    missing VARCHAR                     -- why a single municipality has no value
);

-- What goes from one municipality to another, the whole country: behind every figure made by 'pairs'.
-- A source that leaves out a pair is refused, so a pair without a row is a true zero.
CREATE TABLE monitor.flow (
    indicator_id VARCHAR NOT NULL, origin_nis VARCHAR NOT NULL, destination_nis VARCHAR NOT NULL,
    vintage VARCHAR NOT NULL, year INTEGER NOT NULL, value DOUBLE
);

CREATE TABLE monitor.gate (
    gate VARCHAR PRIMARY KEY, title VARCHAR NOT NULL, threshold DOUBLE NOT NULL, stops BOOLEAN NOT NULL,
    advice VARCHAR NOT NULL,            -- what an analyst can do about a finding
    position INTEGER NOT NULL
);

CREATE TABLE monitor.gate_result (
    build_id VARCHAR NOT NULL, gate VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL, year INTEGER,
    verdict VARCHAR NOT NULL CHECK (verdict IN ('ok', 'verklaard', 'opmerking', 'fout')),
    found VARCHAR NOT NULL, threshold VARCHAR NOT NULL, place VARCHAR NOT NULL, reason VARCHAR
);

-- What a build changed against the one before it; history, carried over.
CREATE TABLE monitor.change (
    build_id VARCHAR NOT NULL, kind VARCHAR NOT NULL, indicator_id VARCHAR, breakdown VARCHAR,
    area_id VARCHAR, year INTEGER, old DOUBLE, new DOUBLE,
    sentence VARCHAR                    -- the change in Dutch; NULL for the detail below a sentence
);

-- Errors found at publishers: ours to report, theirs to mend.
CREATE TABLE monitor.publisher_error (
    error_id VARCHAR PRIMARY KEY, indicator_id VARCHAR, gate VARCHAR, what VARCHAR NOT NULL,
    place VARCHAR NOT NULL,             -- file, sheet, row
    since DATE NOT NULL,                -- first seen by us
    reported_on DATE,                   -- NULL: not yet reported
    still_there BOOLEAN                 -- NULL: not to be checked with the files at hand
);

-- The action plan: what public sources say, with the edits of people over it. What is not known is NULL.
CREATE TABLE monitor.body (
    body VARCHAR PRIMARY KEY,           -- who meets
    cadence VARCHAR NOT NULL,           -- how often, in words; no date follows from it
    per_year INTEGER, source VARCHAR NOT NULL
);
CREATE TABLE monitor.action_entry (     -- read it through the view `action`
    action_id VARCHAR PRIMARY KEY,
    action_line VARCHAR NOT NULL,       -- '1'..'4' or 'context': across the lines
    title VARCHAR NOT NULL, owner VARCHAR, partners VARCHAR,
    start DATE, start_precision VARCHAR,        -- 'dag', 'maand' or 'jaar': how much of the date is known
    "end" DATE, end_precision VARCHAR,          -- the term agreed on; of a month or year the last day
    finished DATE, finished_precision VARCHAR,  -- when it was done
    execution VARCHAR CHECK (execution IN ('niet gestart', 'lopend', 'afgerond', 'doorlopend')),
    stated_timing VARCHAR,              -- only where somebody says so
    source VARCHAR NOT NULL, position INTEGER NOT NULL
);
CREATE TABLE monitor.action_indicator (action_id VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL);
CREATE TABLE monitor.action_milestone (
    milestone_id VARCHAR PRIMARY KEY, action_id VARCHAR NOT NULL, title VARCHAR NOT NULL,
    due DATE, due_precision VARCHAR, reached DATE, reached_precision VARCHAR, source VARCHAR, position INTEGER NOT NULL
);
CREATE TABLE monitor.action_note (
    note_id VARCHAR PRIMARY KEY, action_id VARCHAR NOT NULL, date DATE NOT NULL, date_precision VARCHAR NOT NULL,
    text VARCHAR NOT NULL, source VARCHAR
);
-- How an action stood since when; since NULL: as first written down.
CREATE TABLE monitor.action_state (
    action_id VARCHAR NOT NULL, since TIMESTAMP, line INTEGER NOT NULL, execution VARCHAR, stated_timing VARCHAR,
    start DATE, "end" DATE, finished DATE
);
-- Who changed what in the plan, from data/plan_edits.jsonl: one row per field.
CREATE TABLE monitor.plan_edit (
    line INTEGER NOT NULL, edited_at TIMESTAMP NOT NULL, who VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,            -- action, milestone, note, target, meeting
    id VARCHAR NOT NULL, field VARCHAR NOT NULL,
    old VARCHAR, new VARCHAR            -- NULL: empty; every new NULL: removed
);

-- On time or late: what somebody says, else what term and execution make of it on a day. NULL: not known.
CREATE MACRO monitor.timing_on(stated, execution, term, finished, day) AS
CASE
    WHEN stated IS NOT NULL THEN stated
    WHEN term IS NULL THEN 'geen termijn'
    WHEN finished IS NOT NULL AND finished <= day THEN CASE WHEN finished <= term THEN 'op tijd' ELSE 'te laat' END
    -- Done, but nobody wrote down when; or nobody wrote down how far it is.
    WHEN execution = 'afgerond' OR (execution IS NULL AND day > term) THEN NULL
    WHEN day > term THEN 'te laat'
    ELSE 'op tijd'
END;
-- A view, since a term passes while nobody builds.
CREATE VIEW monitor.action AS
SELECT
    action_id, action_line, title, owner, partners, start, "end", execution,
    monitor.timing_on(stated_timing, execution, "end", finished, current_date) AS timing,
    source, start_precision, end_precision, finished, finished_precision,
    stated_timing IS NOT NULL AS timing_is_stated, position
FROM monitor.action_entry;
-- How the actions stood on a day, such as a half-yearly cut-off.
CREATE MACRO monitor.action_on(day) AS TABLE
WITH state AS (
    SELECT * FROM monitor.action_state
    WHERE since IS NULL OR since::DATE <= day
    QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY line DESC) = 1
),
told AS (
    SELECT
        * REPLACE (
            CASE
                WHEN start > day THEN 'niet gestart'
                WHEN finished > day THEN CASE WHEN start <= day THEN 'lopend' END
                ELSE execution
            END AS execution
        )
    FROM state
)
SELECT action_id, execution, monitor.timing_on(stated_timing, execution, "end", finished, day) AS timing
FROM told;
-- The half-yearly cut-offs of the last five years.
CREATE VIEW monitor.cutoff AS
SELECT day FROM (
    SELECT unnest([make_date(y, 6, 30), make_date(y, 12, 31)]) AS day
    FROM range(year(current_date) - 5, year(current_date) + 1) AS years(y)
)
WHERE day <= current_date ORDER BY day DESC LIMIT 10;

CREATE TABLE monitor.target (
    target_id VARCHAR PRIMARY KEY,
    indicator_id VARCHAR,               -- NULL: nothing here measures it. A target without indicator is still a target
    area_id VARCHAR,                    -- NULL: the owner's area has no fixed list of municipalities
    owner VARCHAR NOT NULL, base_year INTEGER, target_year INTEGER,
    value DOUBLE,                       -- in `unit`, as the owner says it
    direction VARCHAR,                  -- up or down: what is better on the scale of the indicator
    proxy BOOLEAN, source VARCHAR,
    title VARCHAR NOT NULL, action_lines VARCHAR[] NOT NULL,
    breakdown VARCHAR,                  -- of the indicator; NULL without one
    unit VARCHAR,
    is_relative BOOLEAN NOT NULL,       -- `value` is a change in % against the base year
    here_value DOUBLE,                  -- on the scale of the indicator; NULL: relative, or no line can be drawn
    horizon VARCHAR,                    -- the year in words, where the sources give more or less than one
    measure VARCHAR NOT NULL CHECK (measure IN ('hetzelfde', 'benadering', 'geen')),
    status VARCHAR NOT NULL CHECK (status IN ('bevestigd', 'onbevestigd', 'uiteenlopend')),
    note VARCHAR, position INTEGER NOT NULL
);
-- How an indicator moves, in one area: a signal, no judgement. See progress.py for the rules.
CREATE TABLE monitor.progress (
    indicator_id VARCHAR NOT NULL, breakdown VARCHAR NOT NULL, area_id VARCHAR NOT NULL,
    target_id VARCHAR,                  -- NULL: the direction alone
    class VARCHAR NOT NULL,             -- with a target of its own area: doel bereikt, behouden, op schema, vertraagd,
                                        -- ver achter, verkeerde richting; else: gunstig, licht gunstig, stabiel,
                                        -- licht ongunstig, ongunstig; either: onzeker, te weinig metingen, geen oordeel
    ratio DOUBLE,                       -- observed against required pace; NULL without a verdict on a target
    robust BOOLEAN,                     -- the same class from other base years; NULL: no verdict, or no other base
    reason VARCHAR,                     -- in Dutch, with the numbers
    kind VARCHAR NOT NULL CHECK (kind IN ('richting', 'doel', 'referentie')), -- referentie: line only, class is the direction
    base_year INTEGER, base_value DOUBLE,
    last_year INTEGER, last_value DOUBLE,
    points INTEGER NOT NULL,            -- shown figures from base to last year
    yearly_change DOUBLE,               -- in `change_unit`
    change_unit VARCHAR,                -- procentpunt (shares), else % (compound) or the unit (linear)
    required_change DOUBLE,             -- yearly, from base year to target year, in the same unit
    target_year INTEGER,
    target_value DOUBLE,                -- where the line stands in this area, in the unit of the indicator
    projected_value DOUBLE,             -- in the target year, if the observed pace goes on
    stable_change DOUBLE                -- yearly change below which it counts as stable, in `change_unit`
);
CREATE TABLE monitor.meeting (
    date DATE NOT NULL, body VARCHAR NOT NULL, topics VARCHAR[], -- the agenda, in words
    meeting_id VARCHAR NOT NULL, spotlights VARCHAR[] NOT NULL,  -- indicators to show at length
    slides VARCHAR[] NOT NULL,          -- titel, nieuw, lines, indicators, acties, bronnen, in order; empty: as usual
    seconds INTEGER                     -- per slide; NULL: the default of the screen
);

-- How the other regions consult and what they tried, after a public overview; NULL: it does not say.
CREATE TABLE monitor.forum (
    area_id VARCHAR PRIMARY KEY, name VARCHAR NOT NULL, since VARCHAR, rhythm VARCHAR, supported_by VARCHAR[] NOT NULL,
    note VARCHAR, source VARCHAR NOT NULL, as_of VARCHAR NOT NULL
);
CREATE TABLE monitor.practice_project (
    project_id VARCHAR PRIMARY KEY, area_id VARCHAR NOT NULL,
    part VARCHAR,                       -- the part of the region that took part, where not all of it
    kind VARCHAR NOT NULL CHECK (kind IN ('doorbraakproject', 'ontwikkeltraject')),
    period VARCHAR NOT NULL,            -- year of the call, or the years of a path
    theme VARCHAR NOT NULL,
    action_lines VARCHAR[] NOT NULL,    -- lines of the Taskforce that can learn from it
    partners VARCHAR[] NOT NULL, result VARCHAR NOT NULL
);
CREATE TABLE monitor.practice_lesson (position INTEGER NOT NULL, lesson VARCHAR NOT NULL);

-- Our own computation beside what the publisher says of the same area.
CREATE VIEW monitor.reconciliation AS
SELECT
    indicator_id, breakdown, area_id, year, o.value AS official_value, v.computed_value,
    v.computed_value - o.value AS difference,
    abs(v.computed_value - o.value) / nullif(abs(o.value), 0) AS relative_difference,
    CASE
        WHEN v.computed_value IS NULL THEN 'niet te vergelijken'
        -- The survey prints whole percents: half a point is its rounding.
        WHEN abs(v.computed_value - o.value) <= CASE WHEN i.is_survey THEN 0.5 ELSE 0.5 * 10.0 ** -i.decimals END
            THEN 'gelijk'
        ELSE 'verschilt'
    END AS verdict
FROM monitor.official_value AS o
INNER JOIN monitor.area_value AS v USING (indicator_id, breakdown, area_id, year)
INNER JOIN monitor.indicator AS i USING (indicator_id);

-- Series that we miss: no figures at all, or older than the source is known or expected to have.
-- A view, since what is due changes with the calendar.
CREATE VIEW monitor.missing_series AS
WITH newest AS (
    SELECT indicator_id, max(year) AS newest_year FROM monitor.observation WHERE value IS NOT NULL GROUP BY ALL
),
due AS (
    SELECT
        i.*, newest_year,
        year(current_date) - release_lag - CASE WHEN month(current_date) <= release_month THEN 1 ELSE 0 END
            AS released_year
    FROM monitor.indicator AS i LEFT JOIN newest USING (indicator_id)
)
SELECT
    d.indicator_id, d.title, d.theme, d.action_line, coalesce(d.producer, s.publisher) AS owner, d.newest_year,
    greatest(d.available_to, d.released_year) AS expected_year,
    CASE WHEN d.newest_year IS NULL THEN 'geen cijfers' ELSE 'verouderd' END AS kind,
    'Beste,' || chr(10) || chr(10)
        || 'Voor de regionale monitor van Oost-Brabant zoeken wij "' || d.title || '" (' || d.code || ', '
        || s.name || ') per gemeente van het Vlaams Gewest'
        || CASE d.aggregation
            WHEN 'ratio' THEN ', met teller en noemer'
            WHEN 'pairs' THEN ', als aantallen per paar van gemeenten, ook die buiten Vlaanderen'
            ELSE ''
        END || '. '
        || CASE
            WHEN d.newest_year IS NULL THEN 'Wij hebben er nog geen cijfers van.'
            ELSE 'Onze reeks loopt tot en met ' || d.newest_year || '.'
        END
        || ' Wij verwachten dat er intussen cijfers zijn tot en met ' || greatest(d.available_to, d.released_year)
        || '. Kunt u ons het bestand bezorgen, of zeggen waar en wanneer het verschijnt, en onder welke licentie?'
        || chr(10) || chr(10) || 'Met vriendelijke groeten' AS request
FROM due AS d INNER JOIN monitor.source AS s USING (source)
WHERE greatest(d.available_to, d.released_year) > coalesce(d.newest_year, 0)
    AND NOT EXISTS (SELECT 1 FROM monitor.indicator AS n WHERE n.follows = d.indicator_id AND n.source = d.source
        AND n.indicator_id IN (SELECT indicator_id FROM newest));

-- The database: a public contract. Analysts open this file with DuckDB itself, so
-- names are an interface. All figures DOUBLE (charts lose the point of a DECIMAL),
-- all codes text. Extra columns may come; the ones here keep name and meaning.
-- The ETL attaches the file AS monitor while it fills it.

CREATE TABLE monitor.build (
    build_id VARCHAR NOT NULL,          -- UTC time and start of the inputs' hash
    built_at TIMESTAMP NOT NULL,        -- UTC
    code_version VARCHAR NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    schema_version INTEGER NOT NULL     -- readers refuse a file of another version
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

-- The indicators that a formula of our own is made from.
CREATE TABLE monitor.derived_from (indicator_id VARCHAR NOT NULL, input_id VARCHAR NOT NULL);

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

CREATE TABLE monitor.action (
    action_id VARCHAR PRIMARY KEY, action_line VARCHAR NOT NULL, title VARCHAR NOT NULL, owner VARCHAR,
    partners VARCHAR, start DATE, "end" DATE, execution VARCHAR, timing VARCHAR, source VARCHAR
);
CREATE TABLE monitor.action_indicator (action_id VARCHAR NOT NULL, indicator_id VARCHAR NOT NULL);
CREATE TABLE monitor.target (
    target_id VARCHAR PRIMARY KEY, indicator_id VARCHAR NOT NULL, area_id VARCHAR NOT NULL, owner VARCHAR NOT NULL,
    base_year INTEGER, target_year INTEGER, value DOUBLE, direction VARCHAR, proxy BOOLEAN, source VARCHAR
);
CREATE TABLE monitor.progress (
    indicator_id VARCHAR NOT NULL, breakdown VARCHAR NOT NULL, area_id VARCHAR NOT NULL, target_id VARCHAR,
    class VARCHAR NOT NULL, ratio DOUBLE, robust BOOLEAN, reason VARCHAR
);
CREATE TABLE monitor.meeting (date DATE NOT NULL, body VARCHAR NOT NULL, topics VARCHAR[]);

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

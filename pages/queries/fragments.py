"""Ids and pieces of SQL that several questions share. No Streamlit here."""

DEFAULT_REGION = "REFREG05"
FLANDERS = "02000"
MEMBER = """
    SELECT m.nis FROM monitor.area_member AS m
    INNER JOIN monitor.area AS g
        ON g.area_id = m.nis AND g.area_type = 'gemeente' AND g.valid_to IS NULL
    WHERE m.area_id = $region AND m.valid_to IS NULL
"""
"""Current municipalities of the region."""
NEWEST_BUILD = (
    "SELECT build_id, built_at FROM monitor.build ORDER BY built_at DESC LIMIT 1"
)
"""The build itself; the table holds the earlier ones too."""

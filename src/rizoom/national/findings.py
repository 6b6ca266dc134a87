"""Findings that show only when all deliveries are together, written back to the suppliers' own lines."""

from __future__ import annotations

import psycopg

from rizoom.settings import Limits

_INSERT = """
insert into register.bevinding (levering_id, herkomst, tabel, regel, kolom, code, ernst, melding, aantal)
select levering_id, 'landelijk', tabel, regel, kolom, code, ernst, melding, aantal
from (
    select
        b.*,
        count(*) over (partition by levering_id, code)::integer as aantal,
        row_number() over (partition by levering_id, code order by tabel, regel, kolom, melding) as volgnummer
    from intermediate.landelijke_bevinding as b
) as genummerd
where volgnummer <= %s
order by levering_id, code, volgnummer
"""


def write_national_findings(conn: psycopg.Connection, schooljaar: str) -> None:
    """Replace the national findings of the deliveries that the build of ``schooljaar`` read.

    Source: dbt model ``landelijke_bevinding`` (one row per delivery, line and code). At most 1,000 lines
    per code are kept, ``aantal`` is the true total (spec leveringen, section 8).
    """
    conn.execute(
        """
        delete from register.bevinding as b using register.levering as l
        where b.levering_id = l.levering_id and b.herkomst = 'landelijk' and l.schooljaar = %s
        """,
        (schooljaar,),
    )
    conn.execute(_INSERT, (Limits().findings_per_code,))

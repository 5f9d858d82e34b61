from collections import Counter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from datetime import UTC, datetime
from baken.plans.kinds import Question
from baken.plans.selectors import find_for
M=datetime(2026,11,23,10,tzinfo=UTC)
def q(f):
    with CaptureQueriesContext(connection) as c: f()
    return Counter(x["sql"].split(" FROM ")[1].split()[0] if " FROM " in x["sql"] else x["sql"][:40] for x in c.captured_queries)
def test_q(small_town):
    a=lambda: find_for(Question(when=M,language="nl",needs=("money.debts",),limit=2))
    b=lambda: find_for(Question(when=M,language="nl",needs=("money.debts","talking.sleep","family.school","health.doctor"),limit=50))
    a(); x=q(a); y=q(b); print("ALL",x); print("MORE", y-x); assert 0

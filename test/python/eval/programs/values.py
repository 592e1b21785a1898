import datetime
from decimal import Decimal

out = []
def show(x): out.append(repr(x))
for text in ["1.50", "0", "100", "1E+3", "1e-8", "12.5E-2", ".5", "7.", "123456789.000001"]:
    show(Decimal(text))
    show(str(Decimal(text) + Decimal("0.1")))
    show(str(Decimal(text) * 3))
    show(str(2 - Decimal(text)))
    show((Decimal(text) > 1, Decimal(text) <= Decimal("1.5"), Decimal(text) == 100, Decimal(text) != 0))
    show((int(Decimal(text)), float(Decimal(text)), bool(Decimal(text)), str(-Decimal(text)), str(abs(Decimal(text)))))
show(Decimal("1.50") == Decimal("1.5"))
show(Decimal("2.5") > 2.25)
show(sum([Decimal("0.1"), Decimal("0.2")]) == Decimal("0.3"))
show(sorted([Decimal("2"), Decimal("1.5"), Decimal("10")]))
for text in ["2024-02-29", "2024-01-31T12:30:05", "2024-01-31 12:30:05.123456", "2024-01-31 12:30:05.5+02:00", "2024-01-31T23:59Z", "2024-01-31 12"]:
    show(str(datetime.datetime.fromisoformat(text)))
    show(datetime.datetime.fromisoformat(text).isoformat())
for text in ["2024-02-30", "nonsense", "2024-13-01", "2024-01-31T24:00:01"]:
    try:
        datetime.datetime.fromisoformat(text)
        show("taken")
    except ValueError:
        show("refused")
show(datetime.date.fromisoformat("2024-02-29"))
show(datetime.date.fromisoformat("2024-02-29") < datetime.date(2024, 3, 1))

"""Flask-SQLAlchemy with several binds: each bind key has a MetaData of its own, with the default's naming convention."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData

db = SQLAlchemy(metadata=MetaData(naming_convention={"pk": "pk_%(table_name)s"}))


class Main(db.Model):
    id = db.Column(db.Integer, primary_key=True)


class Reporting(db.Model):
    __bind_key__ = "reports"
    __abstract__ = True


class DailyReport(Reporting):
    id = db.Column(db.Integer, primary_key=True)


class AuditEntry(db.Model):
    __bind_key__ = "audit"
    id = db.Column(db.Integer, primary_key=True)


audit_links = db.Table("audit_links", db.Column("entry_id", db.ForeignKey("audit_entry.id")), bind_key="audit")

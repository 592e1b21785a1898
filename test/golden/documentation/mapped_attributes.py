"""Attributes: validators, descriptors and hybrids over renamed columns, synonyms."""

from sqlalchemy import ForeignKey, Integer, String, func
from sqlalchemy.ext.declarative import synonym_for
from sqlalchemy.ext.hybrid import Comparator, hybrid_method, hybrid_property
from sqlalchemy.orm import DeclarativeBase, column_property, mapped_column, relationship, synonym, validates


class Base(DeclarativeBase):
    pass


class Mailbox(Base):
    __tablename__ = "mailboxes"
    id = mapped_column(Integer, primary_key=True)
    email = mapped_column(String)
    owner_id = mapped_column(ForeignKey("owners.id"))

    @validates("email")
    def check_email(self, key, address):
        if "@" not in address:
            raise ValueError("no address")
        return address


class Owner(Base):
    __tablename__ = "owners"
    id = mapped_column(Integer, primary_key=True)
    boxes = relationship("Mailbox", backref="owner")
    others = relationship("Mailbox", viewonly=True)

    @validates("boxes", include_removes=True)
    def check_box(self, key, box, is_remove):
        return box

    @validates("others", include_backrefs=False)
    def check_other(self, key, box):
        return box


class Plain(Base):
    __tablename__ = "plain_addresses"
    id = mapped_column(Integer, primary_key=True)
    _email = mapped_column("email", String)

    @property
    def email(self):
        return self._email

    @email.setter
    def email(self, email):
        self._email = email


class Upper(Comparator):
    def __eq__(self, other):
        return func.lower(self.__clause_element__()) == func.lower(other)


class Hybrid(Base):
    __tablename__ = "hybrid_addresses"
    id = mapped_column(Integer, primary_key=True)
    _email = mapped_column("email", String)

    @hybrid_property
    def email(self):
        return self._email[:-12]

    @email.setter
    def email(self, email):
        self._email = email + "@example.com"

    @email.expression
    def email(cls):
        return func.substr(cls._email, 1, func.length(cls._email) - 12)

    @hybrid_property
    def lowered(self):
        return self._email.lower()

    @lowered.inplace.comparator
    @classmethod
    def _lowered_comparator(cls):
        return Upper(cls._email)

    @hybrid_method
    def ends(self, suffix):
        return self._email.endswith(suffix)


class Job(Base):
    __tablename__ = "jobs"
    id = mapped_column(Integer, primary_key=True)
    job_status = mapped_column(String(50))
    status = synonym("job_status")

    @property
    def shown(self):
        return "Status: " + self.status

    shown = synonym("status", descriptor=shown)

    @synonym_for("job_status")
    @property
    def described(self):
        return "Status: " + self.status


class Operators(Base):
    __tablename__ = "operators"
    id = mapped_column(Integer, primary_key=True)
    word = column_property(mapped_column("word", String(20)))

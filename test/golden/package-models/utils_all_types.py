"""Every column type of SQLAlchemy-Utils, and what it gives beside types."""

import datetime

import sqlalchemy as sa
from sqlalchemy.orm import declarative_base
from sqlalchemy_utils import (
    ArrowType,
    ColorType,
    CountryType,
    CurrencyType,
    DateRangeType,
    DateTimeRangeType,
    EncryptedType,
    EnrichedDateTimeType,
    EnrichedDateType,
    Int8RangeType,
    IntRangeType,
    LocaleType,
    NumericRangeType,
    PasswordType,
    PhoneNumberType,
    ScalarListType,
    StringEncryptedType,
    TimezoneType,
    WeekDaysType,
    aggregated,
    force_auto_coercion,
    generic_relationship,
    generic_repr,
    observes,
)
from sqlalchemy_utils.types.bit import BitType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, FernetEngine

Base = declarative_base()
force_auto_coercion()


class Texts(Base):
    __tablename__ = "texts"
    id = sa.Column(sa.Integer, primary_key=True)
    color = sa.Column(ColorType)
    long_color = sa.Column(ColorType(40))
    country = sa.Column(CountryType)
    currency = sa.Column(CurrencyType, nullable=False)
    locale = sa.Column(LocaleType)
    phone = sa.Column(PhoneNumberType())
    long_phone = sa.Column(PhoneNumberType(region="FI", max_length=30))
    timezone = sa.Column(TimezoneType())
    numbers = sa.Column(ScalarListType(int, separator=";"))


class Moments(Base):
    __tablename__ = "moments"
    id = sa.Column(sa.Integer, primary_key=True)
    arrow = sa.Column(ArrowType)
    zoned = sa.Column(ArrowType(timezone=True))
    enriched = sa.Column(EnrichedDateTimeType)
    enriched_zoned = sa.Column(EnrichedDateTimeType(timezone=True))
    day = sa.Column(EnrichedDateType)


class Secrets(Base):
    __tablename__ = "secrets"
    id = sa.Column(sa.Integer, primary_key=True)
    password = sa.Column(PasswordType(schemes=["pbkdf2_sha512", "md5_crypt"], deprecated=["md5_crypt"]))
    short_password = sa.Column(PasswordType(max_length=200, schemes=["bcrypt"]))
    plain_password = sa.Column(PasswordType(schemes=["bcrypt", "sha512_crypt"]))
    encrypted = sa.Column(EncryptedType(sa.Unicode, "key", AesEngine, "pkcs5"))
    encrypted_date = sa.Column(EncryptedType(sa.DateTime, key="key"))
    string = sa.Column(StringEncryptedType(sa.Integer, "key", FernetEngine))
    long_string = sa.Column(StringEncryptedType(sa.String, lambda: "key", length=255))


class Ranges(Base):
    __tablename__ = "ranges"
    id = sa.Column(sa.Integer, primary_key=True)
    ints = sa.Column(IntRangeType)
    bigs = sa.Column(Int8RangeType)
    numbers = sa.Column(NumericRangeType)
    days = sa.Column(DateRangeType)
    times = sa.Column(DateTimeRangeType)
    required = sa.Column(IntRangeType, nullable=False)


class Bits(Base):
    __tablename__ = "bits"
    id = sa.Column(sa.Integer, primary_key=True)
    one = sa.Column(BitType)
    many = sa.Column(BitType(12))
    week = sa.Column(WeekDaysType, default="1111111")


@generic_repr
class Thread(Base):
    __tablename__ = "threads"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.Unicode(255))

    @aggregated("comments", sa.Column(sa.Integer, nullable=False, server_default="0"))
    def comment_count(self):
        return sa.func.count("1")

    comments = sa.orm.relationship("Comment", backref="thread")


@generic_repr("id", "content")
class Comment(Base):
    __tablename__ = "comments"
    id = sa.Column(sa.Integer, primary_key=True)
    content = sa.Column(sa.UnicodeText)
    thread_id = sa.Column(sa.Integer, sa.ForeignKey(Thread.id))
    object_type = sa.Column(sa.Unicode(255))
    object_id = sa.Column(sa.Integer)
    object = generic_relationship(object_type, object_id)

    @observes("content")
    def content_observer(self, content):
        self.changed = datetime.datetime.now()

"""Mixins of well-known packages: those without columns, and the columns of the others."""

import sqlalchemy as sa
from flask_dance.consumer.storage.sqla import OAuthConsumerMixin
from flask_login import UserMixin
from flask_security import AsaList
from flask_security import RoleMixin as SecurityRoleMixin
from flask_security import UserMixin as SecurityUserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy_mixins import AllFeaturesMixin, ReprMixin, SerializeMixin, TimestampsMixin
from sqlalchemy_serializer import SerializerMixin

db = SQLAlchemy()


class User(UserMixin, db.Model, SerializerMixin):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(30), unique=True)


class Role(db.Model, SecurityRoleMixin):
    id = db.Column(db.Integer, primary_key=True)
    permissions = db.Column(MutableList.as_mutable(AsaList()), nullable=True)


class Member(db.Model, SecurityUserMixin):
    id = db.Column(db.Integer, primary_key=True)
    active = db.Column(db.Boolean())


class OAuth(OAuthConsumerMixin, db.Model):
    user_id = db.Column(db.Integer, db.ForeignKey(User.id))
    user = db.relationship(User)


class Stamped(db.Model, ReprMixin, SerializeMixin, TimestampsMixin):
    __tablename__ = "stamped"
    id = db.Column(db.Integer, primary_key=True)


class Active(db.Model, AllFeaturesMixin):
    __tablename__ = "active"
    id = sa.Column(sa.Integer, primary_key=True)

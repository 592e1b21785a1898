from sqlalchemy import Column, ForeignKey, Integer, String, Unicode
from sqlalchemy.ext.declarative import as_declarative, declared_attr


@as_declarative()
class Base(object):
    @declared_attr
    def __tablename__(cls):
        return cls.__name__.lower()

    id = Column(Integer, primary_key=True)


class TreeMixin:
    @declared_attr
    def parent_id(cls):
        return Column(Integer, ForeignKey("%s.id" % cls.__tablename__), nullable=True)

    @declared_attr
    def __table_args__(cls):
        return {"comment": "tree " + cls.__name__}


class Node(TreeMixin, Base):
    label = Column(Unicode(44))


class Leaf(Base):
    node_id = Column(ForeignKey("node.id", ondelete="RESTRICT", onupdate="NO ACTION", match="FULL"))

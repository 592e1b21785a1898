"""Tables that refer to themselves, by one column and by several."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Integer, String
from sqlalchemy.orm import DeclarativeBase, backref, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Branch(Base):
    __tablename__ = "branches"
    id = mapped_column(Integer, primary_key=True)
    parent_id = mapped_column(Integer, ForeignKey("branches.id"))
    data = mapped_column(String(50))
    twigs = relationship("Branch", back_populates="parent", lazy="joined", join_depth=2)
    parent = relationship("Branch", back_populates="twigs", remote_side=[id])


class Topic(Base):
    __tablename__ = "topics"
    id = mapped_column(Integer, primary_key=True)
    parent_id = mapped_column(Integer, ForeignKey("topics.id"))
    below = relationship("Topic", backref=backref("above", remote_side=[id]))


class Folder(Base):
    __tablename__ = "folders"
    __table_args__ = (ForeignKeyConstraint(["account_id", "parent_id"], ["folders.account_id", "folders.folder_id"]),)
    account_id = mapped_column(Integer, primary_key=True)
    folder_id = mapped_column(Integer, primary_key=True)
    parent_id = mapped_column(Integer)
    name = mapped_column(String)
    above = relationship("Folder", back_populates="below", remote_side=[account_id, folder_id])
    below = relationship("Folder", back_populates="above")

"""Rows that point to each other, composite and not, and mutable primary keys."""

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Integer, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = "entries"
    entry_id = mapped_column(Integer, primary_key=True)
    album_id = mapped_column(Integer, ForeignKey("albums.album_id"))
    name = mapped_column(String(50))


class Album(Base):
    __tablename__ = "albums"
    album_id = mapped_column(Integer, primary_key=True)
    favourite_id = mapped_column(Integer, ForeignKey("entries.entry_id", name="fk_favourite"))
    name = mapped_column(String(50))

    entries = relationship(Entry, primaryjoin=album_id == Entry.album_id)
    favourite = relationship(Entry, primaryjoin=favourite_id == Entry.entry_id, post_update=True)


class Song(Base):
    __tablename__ = "songs"
    song_id = mapped_column(Integer, primary_key=True)
    disc_id = mapped_column(Integer, ForeignKey("discs.disc_id"))
    __table_args__ = (UniqueConstraint("song_id", "disc_id"),)


class Disc(Base):
    __tablename__ = "discs"
    disc_id = mapped_column(Integer, autoincrement="ignore_fk", primary_key=True)
    favourite_id = mapped_column(Integer)
    __table_args__ = (
        ForeignKeyConstraint(["disc_id", "favourite_id"], ["songs.disc_id", "songs.song_id"], name="fk_favourite_song"),
    )
    songs = relationship(Song, primaryjoin=disc_id == Song.disc_id, foreign_keys=Song.disc_id)
    favourite = relationship(
        Song, primaryjoin=favourite_id == Song.song_id, foreign_keys=favourite_id, post_update=True
    )


class Reader(Base):
    __tablename__ = "readers"
    __table_args__ = {"mysql_engine": "InnoDB"}
    name = mapped_column(String(50), primary_key=True)
    cards = relationship("Card", passive_updates=False)


class Card(Base):
    __tablename__ = "cards"
    __table_args__ = {"mysql_engine": "InnoDB"}
    number = mapped_column(String(50), primary_key=True)
    reader = mapped_column(String(50), ForeignKey("readers.name", onupdate="cascade"))

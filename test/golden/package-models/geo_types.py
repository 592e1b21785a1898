"""The types of GeoAlchemy2, with the spatial indexes that they bring."""

from geoalchemy2 import Geography, Geometry, Raster
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Base(DeclarativeBase):
    pass


class Lake(Base):
    __tablename__ = "lakes"
    id = mapped_column(Integer, primary_key=True)
    outline = mapped_column(Geometry("POLYGON", srid=4326))
    center = mapped_column(Geometry(geometry_type="POINT", srid=4326, spatial_index=False), nullable=False)
    anything = mapped_column(Geometry)
    unconstrained = mapped_column(Geometry(None))
    volume = mapped_column(Geometry("POLYGONZ", dimension=3, use_N_D_index=True))
    place = mapped_column(Geography("POINT", 4326))
    required = mapped_column(Geometry("point", nullable=False))


metadata = MetaData()
pictures = Table("pictures", metadata, Column("id", Integer, primary_key=True), Column("rast", Raster))

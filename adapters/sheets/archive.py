"""A workbook into bytes that depend on nothing but what is in it."""

import shutil
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.workbook import Workbook
from openpyxl.writer.excel import ExcelWriter

EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that an archive can name."""

UNIX: Final = 3


class Timeless(ZipFile):
    """An archive whose members have no times of their own."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_member(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        with open(filename, "rb") as source, self.open(_member(arcname), "w") as target:
            shutil.copyfileobj(source, target)


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, EPOCH)
    member.compress_type, member.create_system = ZIP_DEFLATED, UNIX
    return member


def packed(book: Workbook) -> bytes:
    out = BytesIO()
    with Timeless(out, "w", ZIP_DEFLATED) as archive:
        # Not Workbook.save: it writes the time of day into the properties.
        ExcelWriter(book, archive).save()
    return out.getvalue()
